// React to a contact's message, or take it back: shown at once, as it was if the server refuses.
import type { MessageView } from "@tertulia/protocol";
import * as api from "../api/gestures";
import { changeThread, putMessages } from "../live/state";
import { update } from "../live/store";
import { withReaction, type Reactor } from "../rules/reactions";
import { sayWhy } from "../ui/sayWhy";
import { toast } from "../ui/toasts";

let before: Promise<unknown> = Promise.resolve();

/** One after another, so that the last click is the last that the server hears of. */
export function react(message: MessageView, emoji: string, me: Reactor): Promise<void> {
  show(withReaction(message, emoji, me));
  const after = before.then(() => ask(message, emoji));
  before = after;
  return after;
}

async function ask(message: MessageView, emoji: string): Promise<void> {
  const { conversation_id: id, seq } = message;
  try {
    const stored = emoji ? await api.react(id, seq, emoji) : await api.takeBack(id, seq);
    update((state) => putMessages(state, id, [stored]));
    show(stored);
  } catch (error) {
    show(message);
    toast({ tone: "bad", text: sayWhy(error) });
  }
}

/** In the place of what is shown with the same `rev`: what is newer stays. */
function show(message: MessageView): void {
  update((state) =>
    changeThread(state, message.conversation_id, (thread) => ({
      ...thread,
      messages: thread.messages.map((held) =>
        held.seq === message.seq && (held.rev ?? 0) <= (message.rev ?? 0) ? message : held,
      ),
    })),
  );
}
