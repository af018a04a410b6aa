// docs/queues.md.
import type { AssignmentView } from "@tertulia/protocol";
import { client } from "./session";

export const assignment = (conversation: string) =>
  client.request<AssignmentView>("GET", `/conversations/${encodeURIComponent(conversation)}/assignment`);
