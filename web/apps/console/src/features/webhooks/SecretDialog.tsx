import { Button, Modal, NativeSelect } from "@mantine/core";
import type { WebhookSecret, WebhookView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../../api/webhooks";
import { Confirm } from "../../ui/Confirm";
import { CopyLine } from "../settings/CopyLine";
import form from "../settings/Settings.module.css";
import css from "./Webhooks.module.css";
import { NS } from "./words";

/** The only time that it is shown: a click beside the dialog does not close it. */
export function SecretDialog({ secret, close }: { secret: string; close(): void }) {
  const { t } = useTranslation(NS);
  const common = useTranslation().t;
  return (
    <Modal
      opened
      onClose={close}
      title={t("secretMade")}
      size={560}
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": common("close") }}
    >
      <p className={css.hint}>{t("secretText")}</p>
      <CopyLine label={t("secret")} text={secret} />
      <div className={form.buttons}>
        <Button onClick={close}>{common("settings.done")}</Button>
      </div>
    </Modal>
  );
}

const OVERLAPS = ["0", "1", "24", "72"] as const;

export function ReplaceSecret({ one, done, close }: { one: WebhookView; done(made: WebhookSecret): void; close(): void }) {
  const { t } = useTranslation(NS);
  const [hours, setHours] = useState("24");
  const run = async () => done(await api.replaceSecret(one.id, Number(hours)));
  return (
    <Confirm title={t("replace")} text={t("replaceText")} yes={t("replaceYes")} run={run} close={close}>
      <NativeSelect
        aria-label={t("replaceText")}
        value={hours}
        data={OVERLAPS.map((value) => ({ value, label: t(`overlaps.${value}`) }))}
        onChange={(event) => setHours(event.currentTarget.value)}
      />
    </Confirm>
  );
}
