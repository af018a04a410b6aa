import { useEffect, useRef, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "../../ui/toasts";
import { problemsOf } from "./problems";
import { showWrong } from "./showWrong";

export type Problems = Record<string, string>;

/** A form: its values, what is wrong with them by field ('' = none in particular), and saving.
 * done: told once it is saved; "" = nothing is. check: what is wrong before anything is asked. */
export function useSaving<T extends object>(
  initial: T | (() => T),
  save: (values: T) => Promise<unknown>,
  done?: string,
  check?: (values: T) => Problems,
) {
  const { t } = useTranslation();
  const form = useRef<HTMLElement | null>(null);
  const [values, setValues] = useState(initial);
  const [errors, setErrors] = useState<Problems>({});
  const [refused, setRefused] = useState<Problems>({});
  const [busy, setBusy] = useState(false);
  useEffect(() => showWrong(form.current, refused), [refused]); // drawn by now
  const refuse = (problems: Problems) => {
    setErrors(problems);
    setRefused(problems);
    return false;
  };
  async function run(): Promise<boolean> {
    const wrong = check?.(values) ?? {};
    if (Object.keys(wrong).length > 0) return refuse(wrong);
    setBusy(true);
    setErrors({});
    try {
      await save(values);
      if (done !== "") toast({ tone: "good", text: done ?? t("account.saved") });
      return true;
    } catch (error) {
      return refuse(problemsOf(error));
    } finally {
      setBusy(false);
    }
  }
  const change = (changed: Partial<T>) => setValues((held) => ({ ...held, ...changed }));
  const of = (event: FormEvent<HTMLElement>) => {
    event.preventDefault();
    form.current = event.currentTarget;
  };
  const submit = (event: FormEvent<HTMLElement>) => {
    of(event);
    void run();
  };
  return { values, change, errors, setErrors, busy, run, submit, of };
}
