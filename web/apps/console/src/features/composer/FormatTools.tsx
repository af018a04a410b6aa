import { Menu } from "@mantine/core";
import { IconBold, IconCode, IconItalic, IconStrikethrough, IconTypography } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Mark } from "../../rules/limits";
import { IconButton } from "../../ui/IconButton";
import css from "./Tools.module.css";

const MAC = /Mac|iP(hone|ad)/.test(navigator.platform);
const keyOf = (letter: string): string => (MAC ? `⌘ ${letter}` : `Ctrl ${letter}`);

const TOOLS = [
  { mark: "bold", Icon: IconBold, keys: keyOf("B") },
  { mark: "italic", Icon: IconItalic, keys: keyOf("I") },
  { mark: "strike", Icon: IconStrikethrough, keys: "" },
  { mark: "code", Icon: IconCode, keys: "" },
] as const;

/** By key: which mark it sets. */
export const MARK_KEYS: Record<string, Mark> = { b: "bold", i: "italic" };

/** Only where the contact sees the marks as formatting. */
export function FormatTools({ marks, format }: { marks: readonly string[]; format(mark: Mark): void }) {
  const { t } = useTranslation();
  const tools = TOOLS.filter(({ mark }) => marks.includes(mark));
  if (tools.length === 0) return null;
  return (
    <>
      <span className={css.inline}>
        {tools.map(({ mark, Icon, keys }) => (
          <IconButton key={mark} label={t(`compose.format.${mark}`)} keys={keys} onClick={() => format(mark)}>
            <Icon size={18} stroke={1.8} />
          </IconButton>
        ))}
      </span>
      <span className={css.folded}>
        <Menu position="top-start" returnFocus={false}>
          <Menu.Target>
            <IconButton label={t("compose.format.label")}>
              <IconTypography size={19} stroke={1.8} />
            </IconButton>
          </Menu.Target>
          <Menu.Dropdown>
            {tools.map(({ mark, Icon }) => (
              <Menu.Item key={mark} leftSection={<Icon size={16} />} onClick={() => format(mark)}>
                {t(`compose.format.${mark}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </span>
    </>
  );
}
