import { Button, Modal, Textarea, TextInput } from "@mantine/core";
import { useRef, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { createContact } from "../../api/contacts";
import { ApiError } from "../../api/client";
import { queries } from "../../live/listFetch";
import { putContact } from "../../live/state";
import { update } from "../../live/store";
import { sayWhy } from "../../ui/sayWhy";
import { toast } from "../../ui/toasts";
import css from "./MergeDialog.module.css";

const EMPTY = { name: "", email: "", phone: "", description: "" };
type Field = keyof typeof EMPTY;

export default function NewContact({ close, done }: { close(): void; done(id: string): void }) {
  const { t } = useTranslation();
  const clientId = useRef(crypto.randomUUID()); // a repeat makes no second contact
  const [values, setValues] = useState(EMPTY);
  const [problem, setProblem] = useState({ field: "", text: "" });
  const [busy, setBusy] = useState(false);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      const made = await createContact({ ...values, client_id: clientId.current });
      update((state) => putContact(state, made));
      void queries.invalidateQueries({ queryKey: ["contacts"] });
      toast({ tone: "good", text: t("contacts.created") });
      close();
      done(made.id);
    } catch (error) {
      setProblem({ field: error instanceof ApiError ? error.field : "", text: sayWhy(error) });
      setBusy(false);
    }
  };
  const bound = (field: Field) => ({
    label: t(`contact.${field}`),
    value: values[field],
    error: problem.field === field && problem.text,
    onChange: (event: { target: { value: string } }) => setValues({ ...values, [field]: event.target.value }),
  });
  const elsewhere = problem.text && !(problem.field in EMPTY);
  return (
    <Modal opened onClose={close} title={t("contacts.add")} size={440} closeButtonProps={{ "aria-label": t("close") }}>
      <form className={css.form} noValidate onSubmit={(event) => void save(event)}>
        <TextInput data-autofocus maxLength={120} {...bound("name")} />
        <TextInput type="email" maxLength={254} {...bound("email")} />
        <TextInput type="tel" maxLength={32} placeholder="+55 11 98765 4321" {...bound("phone")} />
        <Textarea autosize minRows={2} maxLength={2000} {...bound("description")} />
        {elsewhere && (
          <p className={css.error} role="alert">
            {t("contacts.createFailed", { reason: problem.text })}
          </p>
        )}
        <div className={css.buttons}>
          <Button variant="default" onClick={close}>
            {t("contacts.cancel")}
          </Button>
          <Button type="submit" loading={busy}>
            {t("contacts.create")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
