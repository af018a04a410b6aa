/** Sends what waits: in order, one at a time, from one tab at a time. */
import type { WidgetSendResult } from "@tertulia/protocol";
import { Refused } from "../net/client";
import { delay } from "../net/backoff";
import type { Keeper } from "../storage/keeper";
import { drop, list, next, put, type Waiting } from "./outbox";

export interface SenderPorts {
  keeper: Keeper;
  post(item: Waiting): Promise<WidgetSendResult>;
  alone(task: () => Promise<void>): Promise<void>;
  /** The list changed. */
  changed(items: Waiting[]): void;
  sent(result: WidgetSendResult): void;
  /** The server could not be reached. */
  lost(): void;
}

export class Sender {
  private busy: Promise<void> | null = null;
  private tries = 0;
  private timer = 0;
  private stopped = false;

  constructor(private readonly ports: SenderPorts) {}

  add(item: Waiting): void {
    put(this.ports.keeper, item);
    this.show();
    // A run that is about to end may have read the list before this one was in it.
    void (this.busy ? this.busy.then(() => this.flush()) : this.flush());
  }

  retry(id: string): void {
    this.note(id);
    void this.flush();
  }

  remove(id: string): void {
    drop(this.ports.keeper, id);
    this.show();
  }

  /** Sends what waits; safe to call at any time. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.busy ??= this.ports
      .alone(() => this.drain())
      .finally(() => {
        this.busy = null;
      });
    return this.busy;
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private show(): void {
    this.ports.changed(list(this.ports.keeper));
  }

  private note(id: string, error?: string): void {
    const item = list(this.ports.keeper).find((one) => one.msg_id === id);
    if (item) put(this.ports.keeper, { ...item, error });
    this.show();
  }

  private async drain(): Promise<void> {
    for (;;) {
      const item = next(list(this.ports.keeper)); // anew each time: another tab may have added or sent
      if (!item || this.stopped || !(await this.send(item))) break;
      this.show();
    }
  }

  /** false: the rest has to wait. */
  private async send(item: Waiting): Promise<boolean> {
    const { ports } = this;
    try {
      const result = await ports.post(item);
      drop(ports.keeper, item.msg_id);
      this.tries = 0;
      ports.sent(result);
    } catch (error) {
      if (error instanceof Refused && !error.passing) this.note(item.msg_id, error.message);
      else return this.wait(error instanceof Refused ? error.after : 0);
    }
    return true;
  }

  private wait(atLeast: number): false {
    this.ports.lost();
    const ms = Math.max(delay(this.tries++, Math.random), atLeast);
    if (!this.stopped) this.timer = window.setTimeout(() => this.flush(), ms);
    return false;
  }
}
