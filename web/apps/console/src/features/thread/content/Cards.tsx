// The kinds of message that are neither words nor files.
import {
  IconAlertCircle,
  IconCheckbox,
  IconExternalLink,
  IconMapPin,
  IconShoppingCart,
  IconSpeakerphone,
  IconTemplate,
  IconUser,
} from "@tabler/icons-react";
import type { Content } from "@tertulia/protocol";
import { type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { webAddress } from "../../../rules/links";
import { mapLink } from "../../../rules/maps";
import css from "./Cards.module.css";
import { Medias } from "./Medias";
import { RichText } from "./RichText";

interface Props {
  content: Content;
}

function Card({ icon, title, children }: { icon: ReactNode; title: ReactNode; children?: ReactNode }) {
  return (
    <div className={css.card}>
      <span className={css.icon} aria-hidden="true">
        {icon}
      </span>
      <div className={css.words}>
        <span className={css.title}>{title}</span>
        {children}
      </div>
    </div>
  );
}

function Out({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a className={css.out} href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children} <IconExternalLink size={13} />
    </a>
  );
}

export function Place({ content }: Props) {
  const { t } = useTranslation();
  const { location } = content;
  if (!location) return <RichText text={content.text ?? ""} />;
  const spot = `${location.latitude.toFixed(5)}, ${location.longitude.toFixed(5)}`;
  return (
    <Card icon={<IconMapPin size={20} />} title={location.name || t("kind.location")}>
      <span className={css.detail}>{location.address || spot}</span>
      <Out href={mapLink(location)}>{t("message.showMap")}</Out>
    </Card>
  );
}

export function ContactCards({ content }: Props) {
  return (
    <div className={css.stack}>
      {content.contacts?.map((card, i) => (
        <Card key={i} icon={<IconUser size={20} />} title={card.name}>
          {card.organisation && <span className={css.detail}>{card.organisation}</span>}
          {card.phones?.map((phone) => (
            <a key={phone} href={`tel:${phone.replace(/[^\d+]/g, "")}`} className={css.out}>
              {phone}
            </a>
          ))}
          {card.emails?.map((email) => (
            <a key={email} href={`mailto:${email}`} className={css.out}>
              {email}
            </a>
          ))}
        </Card>
      ))}
    </div>
  );
}

export function Options({ content }: Props) {
  return (
    <div className={css.stack}>
      {content.media && content.media.length > 0 && <Medias content={{ ...content, kind: "image" }} />}
      {content.text && <RichText text={content.text} />}
      <ul className={css.options}>
        {content.options?.map((option) => (
          <li key={option.id} title={option.description || undefined}>
            {option.title}
          </li>
        ))}
      </ul>
    </div>
  );
}

export function Choice({ content }: Props) {
  const { t } = useTranslation();
  const title = content.choice?.title || content.text || "";
  return (
    <span className={css.choice}>
      <IconCheckbox size={16} aria-label={t("message.chose")} /> {title}
    </span>
  );
}

export function Order({ content }: Props) {
  const { t } = useTranslation();
  return (
    <Card icon={<IconShoppingCart size={20} />} title={t("message.orderItems")}>
      {content.text && <RichText text={content.text} />}
      <Parameters data={content.data} />
    </Card>
  );
}

export function Template({ content }: Props) {
  const { t } = useTranslation();
  const name = content.data?.name;
  return (
    <Card icon={<IconTemplate size={20} />} title={name ? `${t("message.template")} · ${name}` : t("message.template")}>
      {content.text && <RichText text={content.text} />}
    </Card>
  );
}

export function Referral({ referral }: { referral: NonNullable<Content["referral"]> }) {
  const { t } = useTranslation();
  const url = webAddress(referral.url ?? "");
  return (
    <div className={css.referral}>
      <IconSpeakerphone size={15} aria-hidden="true" />
      <span>
        {t("message.referral", { source: referral.title || referral.source.replaceAll("_", " ") })}
        {referral.body && <span className={css.detail}>{referral.body}</span>}
        {url && <Out href={url}>{new URL(url).hostname}</Out>}
      </span>
    </div>
  );
}

export function Unsupported({ content }: Props) {
  const { t } = useTranslation();
  return (
    <Card icon={<IconAlertCircle size={20} />} title={t("message.unsupported", { kind: content.provider_kind || "?" })}>
      {content.text && <RichText text={content.text} />}
    </Card>
  );
}

function Parameters({ data }: { data: Content["data"] }) {
  const entries = Object.entries(data ?? {});
  if (entries.length === 0) return null;
  return (
    <dl className={css.parameters}>
      {entries.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
