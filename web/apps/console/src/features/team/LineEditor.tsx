import { Button } from "@mantine/core";
import type { TeamMessageView } from "@tertulia/protocol";
import { useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { editInRoom } from "../../commands/team";
import { composing } from "../../ui/composing";
import css from "./LineEditor.module.css";

export function LineEditor({ room, message, close }: { room: string; message: TeamMessageView; close(): void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(message.text ?? "");
  const [busy, setBusy] = useState(false);
  const save = async () => {
    if (text.trim() === (message.text ?? "")) return close();
    setBusy(true);
    const done = await editInRoom(room, message.seq, text, message.author_id);
    setBusy(false);
    if (done !== null) close();
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
    if (event.key !== "Enter" || event.shiftKey || composing(event.nativeEvent)) return;
    event.preventDefault();
    void save();
  };
  return (
    <div className={css.editor}>
      <textarea
        autoFocus
        rows={2}
        value={text}
        maxLength={4000}
        aria-label={t("team.editing")}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={keys}
      />
      <div className={css.buttons}>
        <Button size="compact-xs" variant="default" onClick={close}>
          {t("team.cancel")}
        </Button>
        <Button size="compact-xs" loading={busy} disabled={!text.trim()} onClick={() => void save()}>
          {t("team.save")}
        </Button>
      </div>
    </div>
  );
}
