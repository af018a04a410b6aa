import type { Bootstrap } from "@tertulia/protocol";
import * as people from "../api/people";
import { queries } from "../live/listFetch";

/** Keep for the whole account that steps are done; "hidden" puts the list away, "-hidden" fetches it back. */
export async function keepSteps(steps: readonly string[]): Promise<void> {
  const account = await people.changeAccount({ started: [...steps] });
  queries.setQueryData<Bootstrap>(["me"], (held) => held && { ...held, account });
}
