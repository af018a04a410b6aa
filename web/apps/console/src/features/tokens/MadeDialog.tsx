import { Button, Modal } from "@mantine/core";
import type { ApiTokenMade } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { CopyLine } from "../settings/CopyLine";
import form from "../settings/Settings.module.css";
import css from "./Tokens.module.css";
import { NS } from "./words";

/** The only time that it is shown: a click beside the dialog does not close it. */
export function MadeDialog({ made: { secret }, close }: { made: ApiTokenMade; close(): void }) {
  const { t } = useTranslation(NS);
  const common = useTranslation().t;
  const call = `curl -H "Authorization: Bearer ${secret}" ${location.origin}/api/v1/token`;
  return (
    <Modal
      opened
      onClose={close}
      title={t("made")}
      size={560}
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": common("close") }}
    >
      <p className={css.hint}>{t("madeText")}</p>
      <CopyLine label={t("token")} text={secret} />
      <CopyLine label={t("tryIt")} text={call} />
      <div className={form.buttons}>
        <Button onClick={close}>{common("settings.done")}</Button>
      </div>
    </Modal>
  );
}
