import type { Bootstrap } from "@tertulia/protocol";
import * as people from "../api/people";
import { queries } from "../live/listFetch";
import { sayWhy } from "../ui/sayWhy";
import { toast } from "../ui/toasts";

/** A choice of one's own, kept by the server for every device. '' takes it back. */
export async function choosePreference(name: string, value: string): Promise<void> {
  const show = (shown: string) =>
    queries.setQueryData<Bootstrap>(["me"], (held) => held && { ...held, preferences: put(held.preferences, name, shown) });
  const before = queries.getQueryData<Bootstrap>(["me"])?.preferences?.[name] ?? "";
  show(value);
  try {
    await people.changeMyself({ preferences: { [name]: value } });
  } catch (error) {
    show(before);
    toast({ tone: "bad", text: sayWhy(error) });
  }
}

function put(held: Record<string, string> = {}, name: string, value: string): Record<string, string> {
  const { [name]: _before, ...rest } = held;
  return value ? { ...rest, [name]: value } : rest;
}
