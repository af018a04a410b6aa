import { Button } from "@mantine/core";
import { IconChevronRight, IconPlugConnected, IconPlus } from "@tabler/icons-react";
import type { ChannelView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { ChannelGlyph } from "../../ui/ChannelGlyph";
import { Empty } from "../../ui/Empty";
import { Failed } from "../../ui/Failed";
import { RowSkeletons } from "../../ui/Skeleton";
import { Health } from "./Health";
import css from "./Settings.module.css";
import { useChannels } from "./useChannels";

export function ChannelList() {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const { data, error, refetch } = useChannels();
  const add = () => go("/settings/channels/new");
  return (
    <>
      <header className={css.head}>
        <div>
          <h1>{t("settings.channels")}</h1>
          <p className={css.lead}>{t("settings.channelsLead")}</p>
        </div>
        <Button size="sm" leftSection={<IconPlus size={16} />} onClick={add}>
          {t("settings.add")}
        </Button>
      </header>
      {error && !data && <Failed title={t("settings.failed")} error={error} retry={() => void refetch()} />}
      {!data && !error && <RowSkeletons count={3} />}
      {data?.length === 0 && (
        <Empty
          icon={<IconPlugConnected size={22} />}
          title={t("settings.none")}
          text={t("settings.noneText")}
          action={{ label: t("settings.add"), run: add }}
        />
      )}
      {data && data.length > 0 && (
        <ul className={css.cards}>
          {data.map((channel) => (
            <li key={channel.id}>
              <Card channel={channel} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Card({ channel }: { channel: ChannelView }) {
  const { t } = useTranslation();
  const { settings = {} } = channel;
  const username = settings.bot_username || settings.username;
  const detail = username ? `@${username}` : settings.display_phone || settings.page_name || settings.domains;
  const kind = t(`channel.${channel.kind as "website"}`);
  return (
    <Link href={`/settings/channels/${channel.id}`} className={css.card} data-testid="channel-card">
      <ChannelGlyph kind={channel.kind} size={22} />
      <span className={css.words}>
        <strong>{channel.name}</strong>
        <span>{detail ? `${kind} · ${detail}` : kind}</span>
      </span>
      <Health channel={channel} />
      <IconChevronRight size={18} className={css.chevron} />
    </Link>
  );
}
