import type { ChannelView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { CopyLine } from "./CopyLine";
import { scriptLine } from "./fields";
import css from "./Settings.module.css";

export function ScriptBox({ channel }: { channel: ChannelView }) {
  const { t } = useTranslation();
  return (
    <section className={css.box}>
      <h2>{t("settings.scriptTitle")}</h2>
      <p>{t("settings.scriptText")}</p>
      <CopyLine label="HTML" text={scriptLine(location.origin, channel.id)} />
      <p className={css.after}>
        <a href={`/w/preview.html#try=${channel.id}`} target="_blank" rel="noreferrer">
          {t("site.testPage")}
        </a>
      </p>
    </section>
  );
}
