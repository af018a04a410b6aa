import { Button } from "@mantine/core";
import { IconPhoneOff } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { CallbackView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import * as api from "../../api/visits";
import { useAgent, useWorkspace } from "../../app/workspace";
import { acceptCallback } from "../../commands/callbacks";
import { shownStatus } from "../../rules/callbacks";
import { exact } from "../../rules/time";
import { Ago } from "../../ui/Ago";
import { Avatar } from "../../ui/Avatar";
import { Empty } from "../../ui/Empty";
import { Failed } from "../../ui/Failed";
import { RowSkeletons } from "../../ui/Skeleton";
import { useNow } from "../../ui/useNow";
import { callerName } from "./CallCards";
import { More } from "../settings/More";
import css from "./Calls.module.css";
import { OutcomeForm } from "./OutcomeForm";

const FILTERS: api.CallbackFilter[] = ["open", "missed", "done", "all"];

export default function CallsPage() {
  const { t } = useTranslation();
  const [status, setStatus] = useState<api.CallbackFilter>("open");
  const pages = useInfiniteQuery({
    queryKey: ["callbacks", status],
    queryFn: ({ pageParam }) => api.callbacks(status, pageParam),
    initialPageParam: "",
    getNextPageParam: (last) => last.cursor || undefined,
    staleTime: 0,
  });
  const { data, error, refetch, hasNextPage } = pages;
  const shown = data?.pages.flatMap((page) => page.callbacks) ?? [];
  return (
    <main className={`${css.page} scroll`}>
      <header className={css.head}>
        <h1>{t("calls.title")}</h1>
        <p>{t("calls.lead")}</p>
      </header>
      <div className={css.tabs} role="group" aria-label={t("calls.show")}>
        {FILTERS.map((one) => (
          <button key={one} type="button" aria-pressed={one === status} onClick={() => setStatus(one)}>
            {t(`calls.filter.${one}`)}
          </button>
        ))}
      </div>
      {error && !data && <Failed title={t("calls.failed")} error={error} retry={() => void refetch()} />}
      {!data && !error && <RowSkeletons count={5} />}
      {data && shown.length === 0 && !hasNextPage && (
        <Empty
          icon={<IconPhoneOff size={22} />}
          title={t(status === "open" ? "calls.noneOpen" : "calls.none")}
          text={status === "open" ? t("calls.noneText") : undefined}
        />
      )}
      {shown.length > 0 && (
        <ul className={css.list} aria-label={t("calls.title")}>
          {shown.map((view) => (
            <Row key={view.id} view={view} />
          ))}
        </ul>
      )}
      <More found={pages} label={t("calls.more")} className={css.more} />
    </main>
  );
}

function Row({ view }: { view: CallbackView }) {
  const { t, i18n } = useTranslation();
  const { me } = useWorkspace();
  const status = shownStatus(view, useNow());
  const agent = useAgent(view.accepted_by);
  const [recording, setRecording] = useState(false);
  const name = callerName(view);
  const open = status !== "done" && status !== "accepted";
  return (
    <li className={css.row} data-testid="callback-row">
      <Avatar name={name} id={view.contact_id} size="m" />
      <div className={css.words}>
        <strong>{name}</strong>
        <span className={css.number}>
          <a href={`tel:${view.phone}`}>{view.phone}</a>
          <Ago at={view.requested_at} className={css.quiet} />
          {(view.attempts ?? 0) > 0 && (
            <span className={css.quiet}>{t("calls.attempts", { count: view.attempts })}</span>
          )}
        </span>
        {view.note && <span className={css.note}>{view.note}</span>}
      </div>
      <div className={css.state}>
        <span className={css.chip} data-status={status} data-outcome={view.outcome || undefined}>
          {status === "done" && view.outcome
            ? t(`calls.outcome.${view.outcome}`)
            : status === "scheduled" && view.due_at
              ? t("calls.laterAt", { at: exact(view.due_at, i18n.language) })
              : t(`calls.status.${status}`)}
        </span>
        {agent && (
          <span className={css.quiet}>
            {status === "accepted" ? t("calls.agentCalls", { agent: agent.name }) : agent.name}
          </span>
        )}
      </div>
      <div className={css.buttons}>
        {view.conversation_id && (
          <Button
            component={Link}
            href={`/inbox/all/open/${view.conversation_id}`}
            size="xs"
            variant="default"
          >
            {t("calls.openConversation")}
          </Button>
        )}
        {open && (
          <Button size="xs" onClick={() => void acceptCallback(view.id)}>
            {t("calls.acceptCall")}
          </Button>
        )}
        {status === "accepted" && view.accepted_by !== me.id && (
          <Button size="xs" variant="light" aria-expanded={recording} onClick={() => setRecording(!recording)}>
            {t("calls.record")}
          </Button>
        )}
      </div>
      {recording && status === "accepted" && <OutcomeForm view={view} />}
    </li>
  );
}
