// A colleague's reply that came while this agent was writing his own. Pure.
import type { MessageView } from "@tertulia/protocol";

/** since: seq of the newest message when the draft was begun. The newest such reply, if any. */
export function repliedMeanwhile(
  messages: readonly MessageView[],
  me: string,
  since: number,
): MessageView | undefined {
  return messages.findLast(
    ({ seq, visibility, author, deleted_at }) =>
      seq > since && visibility === "public" && !deleted_at && author.kind !== "contact" && author.id !== me,
  );
}
