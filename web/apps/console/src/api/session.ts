// Who is signed in, as far as this tab knows.
import { create } from "zustand";
import { createClient } from "./client";

export type SessionState = "loading" | "in" | "out" | "unreachable";

export const useSession = create<{ state: SessionState }>(() => ({ state: "loading" }));

let timer: ReturnType<typeof setTimeout> | undefined;

export const client = createClient({
  fetch: (...args) => fetch(...args),
  base: "/api",
  onSignedOut: () => useSession.setState({ state: "out" }),
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
