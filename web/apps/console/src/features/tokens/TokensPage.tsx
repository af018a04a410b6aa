import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { IconApi, IconExternalLink, IconPlus, IconTrash } from "@tabler/icons-react";
import type { ApiTokenList, ApiTokenMade, ApiTokenView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../../api/tokens";
import { useWorkspace } from "../../app/workspace";
import { queries } from "../../live/listFetch";
import { Ago, useAgo } from "../../ui/Ago";
import { Confirm } from "../../ui/Confirm";
import { Empty } from "../../ui/Empty";
import { Failed } from "../../ui/Failed";
import { IconButton } from "../../ui/IconButton";
import { LineSkeletons } from "../../ui/Skeleton";
import { toast } from "../../ui/toasts";
import { useNow } from "../../ui/useNow";
import { PageHead } from "../settings/PageHead";
import { MadeDialog } from "./MadeDialog";
import { NewTokenDialog } from "./NewTokenDialog";
import { summary } from "./scopes";
import list from "../settings/List.module.css";
import css from "./Tokens.module.css";
import { NS } from "./words";

const KEY = ["api-tokens"];

export default function TokensPage() {
  const { t } = useTranslation(NS);
  const found = useQuery({ queryKey: KEY, queryFn: api.tokens, staleTime: 5_000 });
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<ApiTokenMade | null>(null);
  const add = () => setAdding(true);
  const done = (token: ApiTokenMade) => {
    setAdding(false);
    setMade(token);
    void queries.invalidateQueries({ queryKey: KEY });
  };
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")}>
        <Button size="sm" leftSection={<IconPlus size={16} />} onClick={add} disabled={!found.data}>
          {t("add")}
        </Button>
      </PageHead>
      <p className={css.docs}>
        <a href="/api/v1/docs" target="_blank" rel="noreferrer">
          {t("docs")} <IconExternalLink size={14} aria-hidden="true" />
        </a>
      </p>
      {found.isPending && <LineSkeletons count={4} />}
      {found.isLoadingError && <Failed title={t("failed")} error={found.error} retry={() => void found.refetch()} />}
      {found.data && <List held={found.data} add={add} />}
      {adding && found.data && (
        <NewTokenDialog scopes={found.data.scopes} done={done} close={() => setAdding(false)} />
      )}
      {made && <MadeDialog made={made} close={() => setMade(null)} />}
    </>
  );
}

function List({ held: { tokens, scopes }, add }: { held: ApiTokenList; add(): void }) {
  const { t } = useTranslation(NS);
  const [revoking, setRevoking] = useState<ApiTokenView | null>(null);
  if (tokens.length === 0)
    return (
      <Empty icon={<IconApi size={22} />} title={t("none")} text={t("noneText")} action={{ label: t("add"), run: add }} />
    );
  return (
    <>
      <ul className={list.list}>
        {tokens.map((token) => (
          <Row key={token.id} token={token} scopes={scopes} revoke={() => setRevoking(token)} />
        ))}
      </ul>
      {revoking && <Revoking token={revoking} close={() => setRevoking(null)} />}
    </>
  );
}

function Row({ token, scopes, revoke }: { token: ApiTokenView; scopes: string[]; revoke(): void }) {
  const { t } = useTranslation(NS);
  const { agents } = useWorkspace();
  const by = agents.find((agent) => agent.id === token.agent_id)?.name;
  const may = summary(scopes, token.scopes);
  return (
    <li className={list.row} data-testid="token-row">
      <span className={list.words}>
        <strong>
          <bdi>{token.name}</bdi>
        </strong>
        <span title={token.scopes.join(", ")}>
          {may === "some" ? t("some", { count: token.scopes.length }) : t(may)} · {t("endsIn", { hint: token.hint })}
        </span>
        {by && (
          <span>
            {t("by", { name: by })} · <Ago at={token.created_at} />
          </span>
        )}
      </span>
      <span className={list.side}>
        <End token={token} />
        <Used token={token} />
      </span>
      <IconButton label={t("revokeOf", { name: token.name })} onClick={revoke}>
        <IconTrash size={17} />
      </IconButton>
    </li>
  );
}

function End({ token: { expires_at: end } }: { token: ApiTokenView }) {
  const { t, i18n } = useTranslation(NS);
  const now = useNow();
  if (!end) return <span className={list.quiet}>{t("forever")}</span>;
  if (Date.parse(end) <= now) return <span className={list.mark} data-tone="waiting">{t("expired")}</span>;
  const date = new Intl.DateTimeFormat(i18n.language, { dateStyle: "medium" }).format(Date.parse(end));
  return <span>{t("expiresOn", { date })}</span>;
}

const WEEK = 7 * 86_400_000;

function Used({ token: { used_at: used } }: { token: ApiTokenView }) {
  const { t } = useTranslation(NS);
  const ago = useAgo();
  const now = useNow();
  if (!used) return <span className={list.quiet}>{t("unused")}</span>;
  const since = now - Date.parse(used);
  const words = since < 90_000 ? "usedNow" : since < WEEK ? "used" : "usedOn";
  return <span className={list.quiet}>{t(words, { time: ago(used) })}</span>;
}

function Revoking({ token, close }: { token: ApiTokenView; close(): void }) {
  const { t } = useTranslation(NS);
  const run = async () => {
    await api.revokeToken(token.id);
    queries.setQueryData<ApiTokenList>(
      KEY,
      (held) => held && { ...held, tokens: held.tokens.filter((each) => each.id !== token.id) },
    );
    toast({ tone: "good", text: t("revoked") });
  };
  return (
    <Confirm
      title={t("revokeTitle", { name: token.name })}
      text={t("revokeText")}
      yes={t("revoke")}
      danger
      run={run}
      close={close}
    />
  );
}
