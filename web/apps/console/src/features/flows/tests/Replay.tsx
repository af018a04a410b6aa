import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { IconCheck, IconChevronRight, IconInfoCircle, IconX } from "@tabler/icons-react";
import type { FlowExchange, FlowReplayed } from "@tertulia/protocol";
import { useState } from "react";
import { Link } from "wouter";
import * as api from "../../../api/flowTests";
import { LineSkeletons } from "../../../ui/Skeleton";
import { sayWhy } from "../../../ui/sayWhy";
import { graphNow, useBuilder } from "../state";
import { useToolWords } from "../toolWords";
import css from "./Tests.module.css";

/** What contacts wrote lately, told to the draft: where it would answer otherwise. */
export function Replay() {
  const { t } = useToolWords();
  const id = useBuilder((state) => state.id);
  const { data, error, isPending, isIdle, mutate } = useMutation({ mutationFn: () => api.replay(id, graphNow()) });
  const other = data?.filter(({ same }) => !same).length ?? 0;
  return (
    <>
      <p className={css.lead}>{t("replay.lead")}</p>
      <Button size="xs" variant="light" loading={isPending} onClick={() => mutate()} data-testid="replay-run">
        {t(isIdle ? "replay.run" : "replay.again")}
      </Button>
      {error && (
        <p className={css.error} role="alert">
          {sayWhy(error)}
        </p>
      )}
      {isPending && <LineSkeletons />}
      {data && !isPending && (
        <p className={css.sum} data-bad={other > 0 || undefined} role="status" data-testid="replay-sum">
          {data.length === 0 ? t("replay.none") : other > 0 ? t("replay.some", { count: other, all: data.length }) : t("replay.all", { count: data.length })}
        </p>
      )}
      {data && !isPending && (
        <ul className={css.list}>
          {data.map((one) => (
            <Replayed key={`${one.conversation_id}${one.at}`} replayed={one} />
          ))}
        </ul>
      )}
    </>
  );
}

function Replayed({ replayed }: { replayed: FlowReplayed }) {
  const { t, i18n } = useToolWords();
  const [open, setOpen] = useState(false);
  const { same, contact_name, number, at, exchanges, conversation_id } = replayed;
  const when = new Intl.DateTimeFormat(i18n.language, { dateStyle: "short", timeStyle: "short" }).format(new Date(at));
  return (
    <li className={css.test} data-state={same ? "passed" : "failed"} data-testid="replayed">
      <button type="button" className={css.head} aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className={css.mark}>{same ? <IconCheck size={14} stroke={2.5} /> : <IconX size={14} stroke={2.5} />}</span>
        <span className={css.name}>
          <span dir="auto">{contact_name || t("replay.somebody")}</span>
          <small>
            {when} · {t("versions.one", { number })}
          </small>
        </span>
        <small>{t(same ? "replay.same" : "replay.other")}</small>
        <IconChevronRight size={15} className={css.arrow} aria-hidden="true" />
      </button>
      {open && (
        <div className={css.body}>
          <div className={css.talk}>
            {exchanges.map((one, i) => (
              <Exchange key={i} exchange={one} />
            ))}
          </div>
          <Link href={`/inbox/all/resolved/${conversation_id}`} className={css.link}>
            {t("replay.open")}
          </Link>
        </div>
      )}
    </li>
  );
}

function Exchange({ exchange }: { exchange: FlowExchange }) {
  const { t } = useToolWords();
  const { wrote, then, now, same, guessed } = exchange;
  return (
    <div className={css.turn}>
      {wrote ? (
        <p className={css.me} dir="auto">
          {wrote}
        </p>
      ) : (
        <p className={css.event}>{t("replay.began")}</p>
      )}
      {same ? (
        then.map((text, i) => (
          <p key={i} className={css.bot} dir="auto">
            {text}
          </p>
        ))
      ) : (
        <dl className={css.miss} data-testid="replay-other">
          <dt>{t("replay.then")}</dt>
          <dd dir="auto">
            <del>{then.join("\n\n") || t("tests.nothing")}</del>
          </dd>
          <dt>{t("replay.now")}</dt>
          <dd dir="auto">
            <ins>{now.join("\n\n") || t("tests.nothing")}</ins>
          </dd>
        </dl>
      )}
      {guessed && (
        <p className={css.hint}>
          <IconInfoCircle size={13} aria-hidden="true" /> {t("replay.guessed")}
        </p>
      )}
    </div>
  );
}
