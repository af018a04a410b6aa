import { IconX } from "@tabler/icons-react";
import type { TagView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import css from "./TagChip.module.css";

interface Props {
  tag: Pick<TagView, "name" | "colour">;
  size?: "s" | "m";
  remove?(): void;
}

/** A tag in its colour. With `remove`, it can be taken off. */
export function TagChip({ tag, size = "m", remove }: Props) {
  const { t } = useTranslation();
  return (
    <span className={css.chip} data-colour={tag.colour} data-size={size} data-testid="tag" title={tag.name}>
      <span className={css.name} dir="auto">
        {tag.name}
      </span>
      {remove && (
        <button type="button" onClick={remove} aria-label={t("lists.tag.remove", { name: tag.name })}>
          <IconX size={12} aria-hidden="true" />
        </button>
      )}
    </span>
  );
}

export const TagDot = ({ colour }: { colour: TagView["colour"] }) => (
  <span className={css.dot} data-colour={colour} aria-hidden="true" />
);
