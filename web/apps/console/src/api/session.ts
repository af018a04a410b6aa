// Who is signed in, as far as this tab knows.
import { create } from "zustand";
import { createClient } from "./client";

/** factor: signed in, and kept out until there is a second factor. */
export type SessionState = "loading" | "in" | "out" | "unreachable" | "factor";

export const useSession = create<{ state: SessionState }>(() => ({ state: "loading" }));

let timer: ReturnType<typeof setTimeout> | undefined;

export const client = createClient({
  fetch: (...args) => fetch(...args),
  base: "/api",
  onSignedOut: () => useSession.setState({ state: "out" }),
  onFactorNeeded: () => useSession.setState({ state: "factor" }),
  later: (run, milliseconds) => {
    clearTimeout(timer);
    timer = setTimeout(run, milliseconds);
  },
});

/** At load: sign in by the cookie, if there is one. */
export async function resume(): Promise<void> {
  try {
    const signedIn = await client.refresh();
    useSession.setState({ state: signedIn ? "in" : "out" });
  } catch {
    useSession.setState({ state: "unreachable" });
  }
}
