import { Button } from "@mantine/core";
import type { ConversationView } from "@tertulia/protocol";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { useAgent, useWorkspace } from "../../app/workspace";
import { accept, decline } from "../../commands/handOn";
import { useLive } from "../../live/store";
import { offersTo, secondsLeft } from "../../rules/offers";
import { Avatar } from "../../ui/Avatar";
import { contactName } from "../../ui/contactName";
import css from "./Offers.module.css";

const SHOWN = 3;

/** Conversations that colleagues hand to me, over whatever screen I am on. */
export function Offers() {
  const { t } = useTranslation();
  const { me } = useWorkspace();
  const rows = useLive((state) => state.rows);
  const offered = useMemo(() => Object.values(rows).filter((row) => row.offered_to === me.id), [rows, me.id]);
  const now = useSeconds(offered.length > 0);
  const standing = offersTo(offered, me.id, now);
  return (
    <div className={css.offers} role="region" aria-label={t("desk.offer.label")} aria-live="polite">
      {standing.slice(0, SHOWN).map((row) => (
        <Offer key={row.id} row={row} now={now} />
      ))}
    </div>
  );
}

/** Milliseconds, moving on by the second while something counts down. */
function useSeconds(counting: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!counting) return;
    setNow(Date.now());
    const ticking = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(ticking);
  }, [counting]);
  return now;
}

const WHOLE = 60; // seconds; what the bar is measured by

function Offer({ row, now }: { row: ConversationView; now: number }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const from = useAgent(row.offered_from);
  const [busy, setBusy] = useState(false);
  const left = secondsLeft(row, now);
  const name = contactName(row);
  const take = async () => {
    setBusy(true);
    if (await accept(row.id)) go(`/inbox/mine/${row.status}/${row.id}`);
    else setBusy(false);
  };
  const refuse = () => {
    setBusy(true);
    void decline(row.id).finally(() => setBusy(false));
  };
  return (
    <section className={css.card} aria-label={t("desk.offer.title", { name })} data-testid="offer">
      <Avatar name={name} id={row.contact_id} channel={row.channel_kind} />
      <div className={css.words}>
        <strong dir="auto">{t("desk.offer.title", { name })}</strong>
        <span>{from ? t("desk.offer.from", { agent: from.name }) : t("desk.offer.fromQueue")}</span>
        {row.last.visibility === "public" && row.last.text && (
          <span className={css.preview} dir="auto">
            {row.last.text}
          </span>
        )}
      </div>
      <span className={css.left} role="timer" aria-live="off" title={t("desk.offer.left", { seconds: left })}>
        {left}
      </span>
      <div className={css.actions}>
        <Button size="xs" variant="default" disabled={busy} onClick={refuse} data-testid="decline">
          {t("desk.offer.decline")}
        </Button>
        <Button size="xs" loading={busy} onClick={() => void take()} data-testid="accept">
          {t("desk.offer.accept")}
        </Button>
      </div>
      <progress className={css.bar} max={WHOLE} value={Math.min(left, WHOLE)} aria-hidden="true" />
    </section>
  );
}
