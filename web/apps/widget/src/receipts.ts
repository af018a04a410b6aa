/** Tells the server what of the team's messages has arrived and was seen; never twice the same. */
import type { Chat } from "./chat";

export class Receipts {
  private told = { delivered: 0, read: 0 };

  constructor(private readonly chat: Chat) {}

  /** Another person is here now. */
  forget(): void {
    this.told = { delivered: 0, read: 0 };
  }

  tell(): void {
    const { chat } = this;
    chat.after("receipts", 250, () => {
      const theirs = chat.state.messages.filter((m) => m.author.kind !== "contact").at(-1)?.seq ?? 0;
      const known = chat.state.conversation?.visitor_read ?? 0;
      const read = theirs <= chat.state.read ? theirs : 0;
      if (read > Math.max(this.told.read, known)) {
        this.told = { read, delivered: read };
        chat.client.receipt({ state: "read", seq: read }).catch(() => (this.told.read = 0));
      } else if (theirs > Math.max(this.told.delivered, known)) {
        this.told.delivered = theirs;
        chat.client.receipt({ state: "delivered", seq: theirs }).catch(() => (this.told.delivered = 0));
      }
    });
  }
}
