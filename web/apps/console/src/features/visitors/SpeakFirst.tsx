import { Button, Modal, Textarea } from "@mantine/core";
import type { LiveVisitor } from "@tertulia/protocol";
import { useState, type FormEvent, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { speakFirst } from "../../commands/speakFirst";
import { composing } from "../../ui/composing";
import { useKeptText } from "../../ui/keptText";
import { sayWhy } from "../../ui/sayWhy";
import { nameOf } from "./VisitorRow";
import css from "./Visitors.module.css";

const MOST = 10_000;

/** The first word to a visitor who is silent. */
export function SpeakFirst({ visitor, close }: { visitor: LiveVisitor; close(): void }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const [text, setText] = useKeptText(`first ${visitor.contact_id}`);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const send = async (event?: FormEvent) => {
    event?.preventDefault();
    if (busy || !text.trim()) return;
    setBusy(true);
    setProblem("");
    try {
      const { conversation } = await speakFirst(visitor.contact_id, text.trim());
      setText("");
      go(`/inbox/all/${conversation.status}/${conversation.id}`);
    } catch (error) {
      setProblem(sayWhy(error));
      setBusy(false);
    }
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || composing(event.nativeEvent)) return;
    event.preventDefault();
    void send();
  };
  return (
    <Modal
      opened
      onClose={close}
      title={t("visits.writeTo", { name: nameOf(visitor) })}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <form onSubmit={(event) => void send(event)}>
        <Textarea
          data-autofocus
          label={t("visits.writeLabel")}
          description={t("visits.writeHint")}
          rows={4}
          maxLength={MOST}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={keys}
          error={problem}
        />
        <div className={css.buttons}>
          <Button variant="default" onClick={close}>
            {t("visits.cancel")}
          </Button>
          <Button type="submit" loading={busy} disabled={!text.trim()}>
            {t("visits.send")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
