import { TextInput, Button, Modal } from "@mantine/core";
import type { ContactView } from "@tertulia/protocol";
import { useState } from "react";
import * as api from "../../api/privacy";
import { followJob } from "../../live/jobs";
import { contactName } from "../../ui/contactName";
import { sayWhy } from "../../ui/sayWhy";
import { toast } from "../../ui/toasts";
import page from "../settings/Settings.module.css";
import { useWords } from "./words";

/** There is no way back, so the name is typed. */
export default function EraseDialog({ contact, close }: { contact: ContactView; close(): void }) {
  const { t } = useWords();
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const name = contactName({ contact_id: contact.id, contact_name: contact.name ?? "" });
  const run = async () => {
    setBusy(true);
    try {
      followJob(await api.erase(contact.id));
      toast({ tone: "plain", text: t("privacy.erasing") });
      close();
    } catch (failure) {
      setError(sayWhy(failure));
      setBusy(false);
    }
  };
  return (
    <Modal
      opened
      onClose={close}
      title={t("privacy.eraseTitle", { name })}
      size={480}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <form
        className={page.form}
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <p>{t("privacy.eraseText")}</p>
        <TextInput
          label={t("privacy.typeName", { name })}
          value={typed}
          autoComplete="off"
          data-autofocus
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {error && (
          <p className={page.error} role="alert">
            {error}
          </p>
        )}
        <div className={page.buttons}>
          <Button variant="default" onClick={close}>
            {t("account.cancel")}
          </Button>
          <Button type="submit" color="red" loading={busy} disabled={typed.trim() !== name.trim()}>
            {t("privacy.eraseYes")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
