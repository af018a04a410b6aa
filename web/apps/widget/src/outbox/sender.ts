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

export interface Sender {
  add(item: Waiting): void;
  retry(id: string): void;
  remove(id: string): void;
  /** Sends what waits; safe to call at any time. */
  flush(): Promise<void>;
  stop(): void;
}

export function createSender(ports: SenderPorts): Sender {
  const { keeper } = ports;
  let busy: Promise<void> | null = null;
  let tries = 0;
  let timer = 0;
  let stopped = false;
  const show = () => ports.changed(list(keeper));
  const update = (id: string, error: string | undefined) => {
    const item = list(keeper).find((one) => one.msg_id === id);
    if (item) put(keeper, { ...item, error });
    show();
  };

  /** false: the rest has to wait. */
  const sendOne = async (item: Waiting): Promise<boolean> => {
    try {
      const result = await ports.post(item);
      drop(keeper, item.msg_id);
      tries = 0;
      ports.sent(result);
    } catch (error) {
      if (!(error instanceof Refused) || error.passing) {
        ports.lost();
        const wait = Math.max(delay(tries++, Math.random), error instanceof Refused ? error.after : 0);
        if (!stopped) timer = window.setTimeout(flush, wait);
        return false;
      }
      update(item.msg_id, error.message);
    }
    return true;
  };
  const drain = async () => {
    for (;;) {
      const item = next(list(keeper)); // read again each time: another tab may have added or sent
      if (!item || stopped || !(await sendOne(item))) break;
      show();
    }
  };
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    busy ??= ports.alone(drain).finally(() => {
      busy = null;
    });
    return busy;
  };

  return {
    add(item) {
      put(keeper, item);
      show();
      // A drain that is about to end may have read the list before this one was in it.
      void (busy ? busy.then(flush) : flush());
    },
    retry(id) {
      update(id, undefined);
      void flush();
    },
    remove(id) {
      drop(keeper, id);
      show();
    },
    flush,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
