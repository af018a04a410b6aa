// There and back: to the service's page, where somebody says yes, and from it with a code.
import * as api from "../../api/integrations";

export const BACK = "/settings/integrations/connected";

/** The browser leaves. */
export async function askConsent(id: string): Promise<void> {
  location.assign((await api.beginConsent(id)).url);
}

export interface Brought {
  state: string;
  code: string;
  error: string;
}

let taken: Brought | null = null;

/** What the service sent us back with, once: the address forgets it, so that no reload repeats it. */
export function takeBrought(): Brought | null {
  const query = new URLSearchParams(location.search);
  const state = query.get("state") ?? "";
  if (location.pathname !== BACK || !state) return null;
  if (taken?.state === state) return null; // effects run twice while developing
  taken = { state, code: query.get("code") ?? "", error: query.get("error") ?? "" };
  history.replaceState(null, "", "/settings/integrations");
  return taken;
}
