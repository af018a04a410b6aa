import { Button } from "@mantine/core";
import { IconCopy, IconPhone, IconPhoneCall } from "@tabler/icons-react";
import type { CallbackView } from "@tertulia/protocol";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useChannel } from "../../app/workspace";
import { acceptCallback } from "../../commands/callbacks";
import { hush } from "../../live/calls";
import { chime } from "../../live/chime";
import { ringsUntil, type Calls } from "../../rules/callbacks";
import { contactName } from "../../ui/contactName";
import { IconButton } from "../../ui/IconButton";
import { toast } from "../../ui/toasts";
import css from "./Calls.module.css";
import { OutcomeForm } from "./OutcomeForm";

const RING_EVERY = 2_600;
const MOST_SHOWN = 2; // when many ring at once, as for the first who comes; the page has all

interface Props {
  ringing: CallbackView[];
  own: CallbackView[];
  calls: Calls;
  now: number;
}

export const callerName = (view: CallbackView): string =>
  view.name || contactName({ contact_id: view.contact_id, contact_name: "" });

export default function CallCards({ ringing, own, calls, now }: Props) {
  const { t } = useTranslation();
  useRinging(ringing.length > 0);
  return (
    <div className={css.dock} data-testid="call-dock">
      {ringing.slice(0, MOST_SHOWN).map((view) => (
        <RingingCard key={view.id} view={view} left={ringsUntil(calls[view.id]!) - now} />
      ))}
      {ringing.length > MOST_SHOWN && (
        <Link href="/callbacks" className={css.rest}>
          {t("calls.moreRing", { count: ringing.length - MOST_SHOWN })}
        </Link>
      )}
      {own.map((view) => (
        <OwnCard key={view.id} view={view} />
      ))}
    </div>
  );
}

function useRinging(on: boolean): void {
  useEffect(() => {
    if (!on) return;
    chime();
    const timer = setInterval(chime, RING_EVERY);
    return () => clearInterval(timer);
  }, [on]);
}

function RingingCard({ view, left }: { view: CallbackView; left: number }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const site = useChannel(view.channel_id);
  const seconds = Math.max(0, Math.ceil(left / 1000));
  const accept = async () => {
    setBusy(true);
    if (!(await acceptCallback(view.id))) setBusy(false);
  };
  return (
    <section className={css.card} data-ringing role="alert" aria-label={t("calls.asks", { name: callerName(view) })}>
      <span className={css.bell} aria-hidden="true">
        <IconPhoneCall size={20} />
      </span>
      <div className={css.words}>
        <strong>{t("calls.asks", { name: callerName(view) })}</strong>
        <span className={css.quiet}>{[view.phone, site?.name].filter(Boolean).join(" · ")}</span>
      </div>
      <span className={css.count} role="timer" aria-live="off">
        {t("calls.secondsLeft", { count: seconds })}
      </span>
      <div className={css.buttons}>
        <Button size="sm" loading={busy} leftSection={<IconPhone size={16} />} onClick={() => void accept()}>
          {t("calls.accept")}
        </Button>
        <Button size="sm" variant="default" onClick={() => hush(view)}>
          {t("calls.later")}
        </Button>
      </div>
    </section>
  );
}

function OwnCard({ view }: { view: CallbackView }) {
  const { t } = useTranslation();
  const copy = () =>
    navigator.clipboard?.writeText(view.phone).then(
      () => toast({ tone: "good", text: t("copied") }),
      () => undefined,
    );
  return (
    <section className={css.card} aria-label={t("calls.youCall", { name: callerName(view) })}>
      <span className={css.bell} aria-hidden="true">
        <IconPhone size={20} />
      </span>
      <div className={css.words}>
        <strong>{t("calls.youCall", { name: callerName(view) })}</strong>
        <span className={css.number}>
          <a href={`tel:${view.phone}`}>{view.phone}</a>
          <IconButton label={t("calls.copyNumber")} onClick={() => void copy()}>
            <IconCopy size={16} />
          </IconButton>
          {view.conversation_id && (
            <Link href={`/inbox/all/open/${view.conversation_id}`}>{t("calls.openConversation")}</Link>
          )}
        </span>
      </div>
      <OutcomeForm view={view} />
    </section>
  );
}
