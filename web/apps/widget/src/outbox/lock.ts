/** One tab at a time. */
import type { Chat } from "../chat";

/** Runs the task when no other tab of this site runs one. Where the browser has no locks a part
 * helps; without it, sending twice still stores once, by the message's client_id. */
export async function alone(chat: Chat, task: () => Promise<void>): Promise<void> {
  if (navigator.locks) await navigator.locks.request(`tertulia.${chat.boot.channel}`, task);
  else
    await chat.parts.load("lease").then(
      (part) => part.open!(...([task] as never[])) as Promise<void>,
      () => task(),
    );
}
