import { Button, Modal, TextInput } from "@mantine/core";
import type { Invitation } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import * as people from "../../api/people";
import css from "./Agents.module.css";
import { CopyLine } from "./CopyLine";
import { FormDialog } from "./FormDialog";
import { Problem } from "./Problem";
import { RoleField, type Role } from "./RoleField";
import form from "./Settings.module.css";
import { useSetBootstrap, withAgent } from "./useBootstrap";
import { useSaving } from "./useSaving";

export function InviteDialog({ done, close }: { done(invitation: Invitation): void; close(): void }) {
  const { t } = useTranslation();
  const set = useSetBootstrap();
  const initial = { email: "", name: "", role: "agent" as Role };
  const save = async (asked: typeof initial) => {
    const invitation = await people.invite({ ...asked, email: asked.email.trim() });
    set(withAgent(invitation.agent));
    done(invitation);
  };
  const { values, change, errors, busy, submit } = useSaving(initial, save, "");
  return (
    <FormDialog
      title={t("account.inviteTitle")}
      size={460}
      yes={t("account.inviteSend")}
      busy={busy}
      disabled={!values.email.trim()}
      submit={submit}
      close={close}
    >
      <TextInput
        type="email"
        label={t("account.email")}
        value={values.email}
        error={errors.email}
        required
        data-autofocus
        autoComplete="off"
        onChange={(event) => change({ email: event.currentTarget.value })}
      />
      <TextInput
        label={t("account.inviteName")}
        description={t("account.inviteNameHint")}
        value={values.name}
        error={errors.name}
        maxLength={120}
        autoComplete="off"
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <RoleField value={values.role} change={(role) => change({ role })} />
      <Problem text={errors[""] ?? errors.role} />
    </FormDialog>
  );
}

/** Where no mail reaches anybody, the password is handed over by hand. It is shown once: a click beside the dialog does
 * not close it. */
export function InvitedDialog({ invitation, close }: { invitation: Invitation; close(): void }) {
  const { t } = useTranslation();
  const { agent, temporary_password: password } = invitation;
  return (
    <Modal
      opened
      onClose={close}
      title={t("account.invited")}
      size={460}
      closeOnClickOutside={!password}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      {password ? (
        <>
          <p className={css.hint}>{t("account.invitedShown", { name: agent.name })}</p>
          <CopyLine label={t("account.signInAt")} text={`${location.origin}/`} />
          <CopyLine label={t("account.email")} text={agent.email} />
          <CopyLine label={t("account.temporaryPassword")} text={password} />
        </>
      ) : (
        <p className={css.hint}>{t("account.invitedMail", { email: agent.email })}</p>
      )}
      <div className={form.buttons}>
        <Button onClick={close}>{t("settings.done")}</Button>
      </div>
    </Modal>
  );
}
