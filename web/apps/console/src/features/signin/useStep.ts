import { useState, type FormEvent } from "react";
import { ApiError } from "../../api/client";
import { sayWhy } from "../../ui/sayWhy";

/** Runs once at a time; errors by field, '' = in general. */
export function useStep(run: () => Promise<unknown>, done: () => void) {
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  async function act(): Promise<void> {
    setBusy(true);
    setErrors({});
    try {
      await run();
      done();
    } catch (failure) {
      setErrors({ [failure instanceof ApiError ? failure.field : ""]: sayWhy(failure) });
      setBusy(false);
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void act();
  };
  return { errors, error: Object.values(errors)[0], busy, submit };
}
