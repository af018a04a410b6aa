import { toast } from "../../ui/toasts";

/** Leads to what is wrong with a form: the first field that says so, else the words. What the form does not show is
 * told in passing, so that nothing is refused in silence. problems: by field, as the form draws them. */
export function showWrong(form: HTMLElement | null, problems: Readonly<Record<string, string>>): void {
  const words = Object.values(problems).filter(Boolean);
  const shown = words.some((text) => form?.isConnected && form.textContent?.includes(text));
  if (!form || !shown) return words.forEach((text) => toast({ tone: "bad", text }));
  const field = form.querySelector<HTMLElement>('[aria-invalid="true"]');
  if (field) field.focus();
  else form.querySelector('[role="alert"]')?.scrollIntoView({ block: "nearest" });
}
