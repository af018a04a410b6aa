import { Modal, Textarea } from "@mantine/core";
import type { ScheduleView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { reschedule } from "../../commands/schedule";
import { useLive } from "../../live/store";
import { MOST_TEXT } from "../../rules/limits";
import { sayWhy } from "../../ui/sayWhy";
import { WhenForm, type When } from "./WhenForm";

/** Another time, other words. */
export default function EditScheduled({ one, close }: { one: ScheduleView; close(): void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(one.content.text ?? "");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const contact = useLive((state) => state.rows[one.conversation_id]?.contact_id ?? "");
  const save = async (when: When) => {
    setBusy(true);
    setError("");
    try {
      const changed = text !== (one.content.text ?? "");
      await reschedule(one, { ...when, ...(changed ? { content: { ...one.content, text } } : {}) });
      close();
    } catch (problem) {
      setError(sayWhy(problem));
      setBusy(false);
    }
  };
  const worded = one.content.kind !== "contact";
  return (
    <Modal opened onClose={close} title={t("compose.schedule.edit")} size={460} closeButtonProps={{ "aria-label": t("close") }}>
      {worded && (
        <Textarea
          label={t("compose.schedule.text")}
          value={text}
          minRows={3}
          maxRows={8}
          rows={4}
          maxLength={MOST_TEXT}
          mb={12}
          data-testid="schedule-text"
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      <WhenForm
        contactId={contact}
        held={{ due_at: one.due_at, zone: one.zone, unless_reply: one.unless_reply ?? false }}
        action={t("compose.schedule.save")}
        busy={busy}
        error={error}
        choose={(when) => void save(when)}
        presetsShown={false}
      />
    </Modal>
  );
}
