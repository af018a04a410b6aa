import { Button, Menu } from "@mantine/core";
import { IconAlarm, IconAlarmOff } from "@tabler/icons-react";
import type { ConversationView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { changeConversation } from "../../commands/changeConversation";
import { localInput, SNOOZE_PRESETS, snoozeUntil } from "../../rules/snooze";
import { exact } from "../../rules/time";
import { IconButton } from "../../ui/IconButton";
import { useShortcuts } from "../../ui/shortcuts";
import { toast } from "../../ui/toasts";
import css from "./SnoozeMenu.module.css";

export function SnoozeMenu({ row }: { row: ConversationView }) {
  const { t, i18n } = useTranslation();
  const [opened, setOpened] = useState(false);
  useShortcuts({ s: () => setOpened(true) });
  const snooze = async (until: Date) => {
    setOpened(false);
    const change = { status: "snoozed", snoozed_until: until.toISOString() } as const;
    if (!(await changeConversation(row.id, change))) return;
    toast({
      tone: "good",
      text: t("action.snoozed", { time: exact(until.getTime(), i18n.language) }),
      action: { label: t("undo"), run: () => void changeConversation(row.id, { status: "open" }) },
    });
  };
  return (
    <Menu opened={opened} onChange={setOpened} width={270} closeOnItemClick={false}>
      <Menu.Target>
        <IconButton label={t("action.snooze")} keys="S" active={row.status === "snoozed"} data-testid="snooze">
          <IconAlarm size={18} />
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown>
        {row.status === "snoozed" && (
          <Menu.Item
            leftSection={<IconAlarmOff size={16} />}
            onClick={() => {
              setOpened(false);
              void changeConversation(row.id, { status: "open" });
            }}
          >
            {t("action.unsnooze")}
          </Menu.Item>
        )}
        <Menu.Label>{t("action.snoozeUntil")}</Menu.Label>
        {opened && <Presets choose={snooze} />}
        <Menu.Divider />
        {opened && <Custom choose={snooze} />}
      </Menu.Dropdown>
    </Menu>
  );
}

interface Choosing {
  choose(until: Date): Promise<void>;
}

function Presets({ choose }: Choosing) {
  const { t, i18n } = useTranslation();
  const now = new Date();
  return SNOOZE_PRESETS.map((preset) => {
    const until = snoozeUntil(preset, now);
    return (
      <Menu.Item
        key={preset}
        rightSection={<span className={css.when}>{when(until, now, i18n.language)}</span>}
        onClick={() => void choose(until)}
      >
        {t(`snooze.${preset}`)}
      </Menu.Item>
    );
  });
}

function when(until: Date, now: Date, language: string): string {
  const today = until.toDateString() === now.toDateString();
  const day = today ? {} : ({ weekday: "short" } as const);
  return until.toLocaleString(language, { ...day, hour: "2-digit", minute: "2-digit" });
}

function Custom({ choose }: Choosing) {
  const { t } = useTranslation();
  const [value, setValue] = useState(() => localInput(snoozeUntil("tomorrow", new Date())));
  const [error, setError] = useState("");
  const submit = () => {
    const until = new Date(value);
    if (!(until.getTime() > Date.now())) return setError(t("snooze.past"));
    void choose(until);
  };
  return (
    <form
      className={css.custom}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <label htmlFor="snooze-at">{t("snooze.custom")}</label>
      <input
        id="snooze-at"
        type="datetime-local"
        value={value}
        min={localInput(new Date())}
        onKeyDown={(event) => event.key !== "Escape" && event.stopPropagation()}
        onChange={(event) => {
          setValue(event.target.value);
          setError("");
        }}
      />
      {error && <p role="alert">{error}</p>}
      <Button size="xs" type="submit" fullWidth>
        {t("action.snooze")}
      </Button>
    </form>
  );
}
