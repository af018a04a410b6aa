import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "../../ui/toasts";
import { problemsOf } from "./problems";

/** A form: its values, what is wrong with them by field ('' = none in particular), and saving. */
export function useSaving<T extends object>(initial: T, save: (values: T) => Promise<unknown>, done?: string) {
  const { t } = useTranslation();
  const [values, setValues] = useState(initial);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  async function run(): Promise<boolean> {
    setBusy(true);
    setErrors({});
    try {
      await save(values);
      if (done !== "") toast({ tone: "good", text: done ?? t("account.saved") });
      return true;
    } catch (error) {
      setErrors(problemsOf(error));
      return false;
    } finally {
      setBusy(false);
    }
  }
  const change = (changed: Partial<T>) => setValues((held) => ({ ...held, ...changed }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run();
  };
  return { values, change, errors, setErrors, busy, run, submit };
}
