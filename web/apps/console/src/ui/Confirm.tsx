import { Button, Modal } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import css from "./Confirm.module.css";
import { sayWhy } from "./sayWhy";

interface Props {
  title: string;
  text: string;
  yes: string;
  danger?: boolean;
  children?: ReactNode;
  run(): Promise<unknown>;
  close(): void;
}

/** Asks before something that cannot be taken back at once. Closes when it is done. */
export function Confirm({ title, text, yes, danger, children, run, close }: Props) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const act = async () => {
    setBusy(true);
    setError("");
    try {
      await run();
      close();
    } catch (failure) {
      setError(sayWhy(failure));
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={close} title={title} size={440} closeButtonProps={{ "aria-label": t("close") }}>
      <p className={css.text}>{text}</p>
      {children}
      {error && (
        <p className={css.error} role="alert">
          {error}
        </p>
      )}
      <div className={css.buttons}>
        <Button variant="default" onClick={close}>
          {t("account.cancel")}
        </Button>
        <Button color={danger ? "red" : undefined} loading={busy} onClick={() => void act()}>
          {yes}
        </Button>
      </div>
    </Modal>
  );
}
