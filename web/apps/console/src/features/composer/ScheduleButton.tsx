import { Popover } from "@mantine/core";
import { IconClock } from "@tabler/icons-react";
import type { ConversationView } from "@tertulia/protocol";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { limitsOf } from "../../rules/limits";
import { IconButton } from "../../ui/IconButton";
import { sayWhy } from "../../ui/sayWhy";
import { contactName } from "../../ui/contactName";
import type { When } from "./WhenForm";
import css from "./Tools.module.css";

const WhenForm = lazy(async () => ({ default: (await import("./WhenForm")).WhenForm }));

interface Props {
  row: ConversationView;
  ready: boolean;
  opened: boolean;
  setOpened(opened: boolean): void;
  schedule(when: When): Promise<void>;
}

/** When what is written goes out. */
export function ScheduleButton({ row, ready, opened, setOpened, schedule }: Props) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const warn = useWindowWarning(row);
  const choose = async (when: When) => {
    setBusy(true);
    setError("");
    try {
      await schedule(when);
      setOpened(false);
    } catch (problem) {
      setError(sayWhy(problem));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="top-start" width={320} trapFocus returnFocus>
      <Popover.Target>
        <IconButton label={t("compose.schedule.label")} onClick={() => setOpened(!opened)} data-testid="schedule">
          <IconClock size={19} stroke={1.8} />
        </IconButton>
      </Popover.Target>
      <Popover.Dropdown p={10} aria-label={t("compose.schedule.label")}>
        {!ready && <p className={css.nothing}>{t("compose.schedule.nothing")}</p>}
        {opened && ready && (
          <Suspense fallback={null}>
            <WhenForm
              contactId={row.contact_id}
              action={t("compose.schedule.action")}
              busy={busy}
              error={error}
              warn={warn}
              choose={(when) => void choose(when)}
            />
          </Suspense>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

/** Whether the channel's reply window will be closed at a moment, unless the contact writes again. */
export function useWindowWarning(row: ConversationView): (at: number) => string {
  const { t } = useTranslation();
  const hours = limitsOf(row.channel_kind).window_hours;
  return (at) => {
    const closes = row.inbound_at ? Date.parse(row.inbound_at) + hours * 3_600_000 : 0;
    return hours && at > closes ? t("compose.schedule.windowThen", { name: contactName(row), hours }) : "";
  };
}
