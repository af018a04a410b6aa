import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { ChannelGlyph } from "../../ui/ChannelGlyph";
import { KINDS } from "./fields";
import css from "./Settings.module.css";

export function ChooseKind() {
  const { t } = useTranslation();
  return (
    <>
      <BackToChannels />
      <h1>{t("settings.addTitle")}</h1>
      <ul className={css.cards} style={{ marginTop: 20 }}>
        {KINDS.map((kind) => (
          <li key={kind}>
            <Link href={`/settings/channels/new/${kind}`} className={css.card}>
              <ChannelGlyph kind={kind} size={26} />
              <span className={css.words}>
                <strong>{t(`channel.${kind}`)}</strong>
                <span>{t(`settings.${kind}Text`)}</span>
              </span>
              <IconChevronRight size={18} className={css.chevron} />
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

export function BackToChannels() {
  const { t } = useTranslation();
  return (
    <Link href="/settings/channels" className={css.back}>
      <IconChevronLeft size={16} /> {t("settings.channels")}
    </Link>
  );
}
