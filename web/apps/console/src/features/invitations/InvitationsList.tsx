import { Button, Switch } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconMessage2Bolt, IconPlus } from "@tabler/icons-react";
import type { InvitationView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { useChannel } from "../../app/workspace";
import { moveInvitation, turnInvitation } from "../../commands/invitations";
import { Empty } from "../../ui/Empty";
import { Failed } from "../../ui/Failed";
import { IconButton } from "../../ui/IconButton";
import { RowSkeletons } from "../../ui/Skeleton";
import settings from "../settings/Settings.module.css";
import css from "./Invitations.module.css";
import { Numbers } from "./Numbers";
import { useInvitations } from "./useInvitations";

export function InvitationsList() {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const { data, error, refetch } = useInvitations();
  const list = data?.invitations ?? [];
  const add = () => go("/settings/invitations/new");
  return (
    <>
      <header className={settings.head}>
        <div>
          <h1>{t("invitations.title")}</h1>
          <p className={settings.lead}>{t("invitations.lead")}</p>
        </div>
        <Button size="sm" leftSection={<IconPlus size={16} />} onClick={add}>
          {t("invitations.add")}
        </Button>
      </header>
      {error && !data && <Failed title={t("invitations.failed")} error={error} retry={() => void refetch()} />}
      {!data && !error && <RowSkeletons count={3} />}
      {data && list.length === 0 && (
        <Empty
          icon={<IconMessage2Bolt size={22} />}
          title={t("invitations.none")}
          text={t("invitations.noneText")}
          action={{ label: t("invitations.add"), run: add }}
        />
      )}
      {list.length > 0 && (
        <ol className={css.cards}>
          {list.map((one, index) => (
            <Card key={one.id} list={list} index={index} />
          ))}
        </ol>
      )}
    </>
  );
}

function Card({ list, index }: { list: InvitationView[]; index: number }) {
  const { t } = useTranslation();
  const one = list[index]!;
  const site = useChannel(one.channel_id);
  return (
    <li className={css.card} data-testid="invitation-card">
      <div className={css.top}>
        <Link href={`/settings/invitations/${one.id}`} className={css.words}>
          <strong>{one.name}</strong>
          <span>{site?.name ?? t("invitations.everySite")}</span>
        </Link>
        <IconButton
          label={t("invitations.up", { name: one.name })}
          disabled={index === 0}
          onClick={() => void moveInvitation(list, index, -1)}
        >
          <IconArrowUp size={16} />
        </IconButton>
        <IconButton
          label={t("invitations.down", { name: one.name })}
          disabled={index === list.length - 1}
          onClick={() => void moveInvitation(list, index, 1)}
        >
          <IconArrowDown size={16} />
        </IconButton>
        <Switch
          checked={one.enabled ?? true}
          aria-label={t("invitations.turnOn", { name: one.name })}
          onChange={(event) => void turnInvitation(one.id, event.currentTarget.checked)}
        />
      </div>
      <Numbers invitation={one} />
    </li>
  );
}
