import { Button } from "@mantine/core";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { announce, newClientId } from "../../commands/team";
import { toast } from "../../ui/toasts";
import css from "./Forms.module.css";

const DAYS = [1, 3, 7, 30];

export function NewBroadcast({ close }: { close(): void }) {
  const { t } = useTranslation();
  const id = useRef(newClientId()); // a repeat after a lost answer tells nobody twice
  const [title, setTitle] = useState("");
  const [text, setText] = useState("");
  const [days, setDays] = useState(7);
  const [busy, setBusy] = useState(false);
  const publish = async () => {
    setBusy(true);
    const made = await announce({ client_id: id.current, title, text, days });
    setBusy(false);
    if (!made) return;
    toast({ tone: "good", text: t("team.news.sent") });
    close();
  };
  return (
    <form
      className={`${css.form} scroll`}
      onSubmit={(event) => {
        event.preventDefault();
        void publish();
      }}
    >
      <label className={css.label}>
        {t("team.news.heading")}
        <input autoFocus className={css.input} value={title} maxLength={120} onChange={(event) => setTitle(event.target.value)} />
      </label>
      <label className={css.label}>
        {t("team.news.text")}
        <textarea rows={6} className={css.input} value={text} maxLength={4000} onChange={(event) => setText(event.target.value)} />
      </label>
      <label className={css.label}>
        {t("team.news.days")}
        <select className={css.input} value={days} onChange={(event) => setDays(Number(event.target.value))}>
          {DAYS.map((count) => (
            <option key={count} value={count}>
              {t("team.news.day", { count })}
            </option>
          ))}
        </select>
      </label>
      <div className={css.buttons}>
        <Button variant="default" onClick={close}>
          {t("team.cancel")}
        </Button>
        <Button type="submit" loading={busy} disabled={!title.trim()}>
          {t("team.news.publish")}
        </Button>
      </div>
    </form>
  );
}
