/** What the site can listen to: tertulia.on("received", fn). */
export type EventName =
  | "ready"
  | "open"
  | "close"
  | "sent"
  | "started"
  | "received"
  | "unread"
  | "accepted"
  | "introduced"
  | "filled"
  | "invited"
  | "callStarted"
  | "callEnded"
  | "destroyed";

export type Listener = (detail?: unknown) => void;

export class Events {
  private listeners = new Map<string, Set<Listener>>();

  on(name: string, listener: Listener): void {
    this.listeners.set(name, (this.listeners.get(name) ?? new Set()).add(listener));
  }

  off(name: string, listener: Listener): void {
    this.listeners.get(name)?.delete(listener);
  }

  emit(name: EventName, detail?: unknown): void {
    // In a task of its own: what the site does wrong must not stop the chat.
    for (const listener of this.listeners.get(name) ?? []) setTimeout(listener, 0, detail);
  }
}
