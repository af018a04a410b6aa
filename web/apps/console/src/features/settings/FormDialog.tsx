import { Button, Modal } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import css from "./FormDialog.module.css";
import page from "./Settings.module.css";

interface Props {
  title: string;
  size: number;
  yes: string; // the word of the button that submits
  busy: boolean;
  disabled?: boolean;
  children: ReactNode;
  submit(event: FormEvent<HTMLElement>): void;
  close(): void;
}

/** A form in a dialog. A click beside it does not close it: what was typed would be lost. */
export function FormDialog({ title, size, yes, busy, disabled, children, submit, close }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={close}
      title={title}
      size={size}
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <form className={css.fields} onSubmit={submit} noValidate>
        {children}
        <div className={page.buttons}>
          <Button type="submit" loading={busy} disabled={disabled}>
            {yes}
          </Button>
          <Button variant="default" onClick={close}>
            {t("account.cancel")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
