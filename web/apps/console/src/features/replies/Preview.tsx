import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import type { ContactCard, Media } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import * as api from "../../api/schedules";
import { sayWhy } from "../../ui/sayWhy";
import { Body } from "../thread/content/Body";
import css from "./Replies.module.css";

const WAIT = 400;

interface Props {
  text: string;
  media: readonly Media[];
  contacts: readonly ContactCard[];
}

/** As it would go out, to somebody made up; what is wrong with the text is said at once. */
export function Preview({ text, media, contacts }: Props) {
  const { t } = useTranslation();
  const [settled] = useDebouncedValue(text, WAIT);
  const plain = !/\{[{%]/.test(settled);
  const { data, error } = useQuery({
    queryKey: ["replyPreview", settled],
    queryFn: () => api.previewReply(settled),
    enabled: !plain,
    gcTime: 60_000,
    placeholderData: (before) => before,
  });
  const filled = plain ? settled : (data?.text ?? "");
  if (!text && media.length + contacts.length === 0) return null;
  return (
    <section className={css.preview} aria-label={t("compose.replies.preview")} data-testid="reply-preview">
      <h2>{t("compose.replies.preview")}</h2>
      {error && !plain ? (
        <p className={css.wrong} role="status">
          {sayWhy(error)}
        </p>
      ) : (
        <div className={css.bubble}>
          {filled && <Body content={{ kind: "text", text: filled }} />}
          {media.map(({ key, name }) => (
            <p key={key} className={css.file}>
              {name}
            </p>
          ))}
          {contacts.length > 0 && <Body content={{ kind: "contact", contacts: [...contacts] }} />}
        </div>
      )}
    </section>
  );
}
