// What came into a simulated conversation, without ids of calls and waits: so it can be told to
// another draft. As chalicelib/flows/scripting.py has it. Pure.
import type { Given, SimEvent } from "./types";

const MOST_BODY = 8000;

export function givenOf(event: SimEvent): Given {
  switch (event.type) {
    case "started":
      return { type: "began", kind: event.kind, content: event.content ?? null };
    case "replied":
      return { type: "wrote", content: event.content };
    case "timer_fired":
      return { type: "waited" };
    case "http_answered":
      return { type: "served", status: event.status, body: event.body.slice(0, MOST_BODY), error: event.error };
    case "action_done":
      return { type: "acted", error: event.error };
    case "survey_ended":
      return { type: "rated", answered: event.answered, score: event.score };
  }
}
