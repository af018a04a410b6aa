import { Button, Switch } from "@mantine/core";
import { IconClock } from "@tabler/icons-react";
import { useId, useMemo, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../../app/workspace";
import { useLive } from "../../live/store";
import { isZone, myZone, presets, soonInZone, toLocal, toMoment, zoneNames } from "../../rules/zones";
import css from "./WhenForm.module.css";

export interface When {
  due_at: string;
  zone: string;
  unless_reply: boolean;
}

interface Props {
  contactId: string;
  held?: When;
  action: string;
  busy: boolean;
  error: string;
  /** A word of warning about a moment, such as a window that will be closed. */
  warn?(at: number): string;
  choose(when: When): void;
  presetsShown?: boolean;
}

/** A date and a time by the clocks of a named zone. */
export function WhenForm({ contactId, held, action, busy, error, warn, choose, presetsShown = true }: Props) {
  const { t, i18n } = useTranslation();
  const id = useId();
  const zones = useZones(contactId);
  const [zone, setZone] = useState(held?.zone ?? zones.mine);
  const [local, setLocal] = useState(() => toLocal(held ? Date.parse(held.due_at) : inAnHour(), held?.zone ?? zones.mine));
  const [unless, setUnless] = useState(held?.unless_reply ?? false);
  const [wrong, setWrong] = useState("");
  const at = toMoment(local, zone);
  const submit = (moment: number) => {
    if (!(moment > Date.now())) return setWrong(t("compose.schedule.past"));
    setWrong("");
    choose({ due_at: new Date(moment).toISOString(), zone, unless_reply: unless });
  };
  const warning = warn && at > Date.now() ? warn(at) : "";
  return (
    <form
      className={css.form}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        submit(at);
      }}
    >
      {presetsShown && (
        <div className={css.presets}>
          {presets(Date.now(), zone).map((preset) => (
            <button
              key={preset.name}
              type="button"
              data-chosen={preset.at === at || undefined}
              aria-pressed={preset.at === at}
              onClick={() => setLocal(toLocal(preset.at, zone))}
            >
              <span>{t(`compose.schedule.preset.${preset.name}`)}</span>
              <time>{soonInZone(preset.at, zone, i18n.language)}</time>
            </button>
          ))}
        </div>
      )}
      <label htmlFor={`${id}-at`}>{t("compose.schedule.at")}</label>
      <input
        id={`${id}-at`}
        type="datetime-local"
        value={local}
        required
        aria-invalid={!!(wrong || error) || undefined}
        aria-describedby={`${id}-error`}
        data-testid="schedule-at"
        onChange={(event) => {
          setLocal(event.target.value);
          setWrong("");
        }}
      />
      <label htmlFor={`${id}-zone`}>{t("compose.schedule.zone")}</label>
      <select id={`${id}-zone`} value={zone} data-testid="schedule-zone" onChange={(event) => setZone(event.target.value)}>
        <optgroup label={t("compose.schedule.zonesNear")}>
          {zones.near.map(({ name, whose }) => (
            <option key={name} value={name}>
              {`${t(`compose.schedule.whose.${whose}`)}: ${name}`}
            </option>
          ))}
        </optgroup>
        <optgroup label={t("compose.schedule.zonesAll")}>
          {zones.all.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </optgroup>
      </select>
      <Switch
        size="sm"
        label={t("compose.schedule.unless")}
        checked={unless}
        onChange={(event) => setUnless(event.currentTarget.checked)}
      />
      {warning && <p className={css.warning}>{warning}</p>}
      <p id={`${id}-error`} className={css.error} role="alert">
        {wrong || error}
      </p>
      <Button type="submit" size="xs" fullWidth loading={busy} leftSection={<IconClock size={16} />} data-testid="schedule-submit">
        {action}
      </Button>
    </form>
  );
}

const inAnHour = (): number => Math.ceil((Date.now() + 3_600_000) / 300_000) * 300_000;

type Whose = "me" | "contact" | "account";

/** The zones that are likely meant, then all of them, each once. */
function useZones(contactId: string) {
  const { account } = useWorkspace();
  const theirs = useLive((state) => state.contacts[contactId]?.attributes?.time_zone) ?? "";
  return useMemo(() => {
    const mine = myZone();
    const named: { name: string; whose: Whose }[] = [
      { name: mine, whose: "me" },
      { name: theirs, whose: "contact" },
      { name: account.time_zone ?? "", whose: "account" },
    ];
    const near = named.filter(({ name }, i) => name && isZone(name) && named.findIndex((one) => one.name === name) === i);
    const names = new Set(near.map(({ name }) => name));
    return { mine, near, all: zoneNames([]).filter((name) => !names.has(name)) };
  }, [theirs, account.time_zone]);
}
