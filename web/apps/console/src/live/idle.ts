// Whether anybody touches this browser's tabs. Five minutes without, and all its sockets say so.
const IDLE_AFTER = 5 * 60_000;
const LOOK_EVERY = 5_000;
const TELL_OTHERS_EVERY = 10_000;
const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "focus"] as const;

export interface IdleWatch {
  /** The socket is new: it knows nothing yet. */
  opened(): void;
  stop(): void;
}

/** tell: puts it on the socket. The tabs of a browser hear of each other by a channel. */
export function watchIdle(tell: (idle: boolean) => void): IdleWatch {
  const others = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("tertulia-touch");
  let touchedAt = Date.now();
  let toldAt = 0;
  let idle = false;
  const look = () => {
    const now = Date.now() - touchedAt >= IDLE_AFTER;
    if (now === idle) return;
    idle = now;
    tell(idle);
  };
  const touched = () => {
    touchedAt = Date.now();
    if (touchedAt - toldAt > TELL_OTHERS_EVERY || idle) {
      toldAt = touchedAt;
      others?.postMessage(0);
    }
    look();
  };
  const elsewhere = () => {
    touchedAt = Date.now();
    look();
  };
  others?.addEventListener("message", elsewhere);
  for (const sign of SIGNS) addEventListener(sign, touched, { passive: true, capture: true });
  const timer = setInterval(look, LOOK_EVERY);
  return {
    opened: () => {
      if (idle) tell(true);
    },
    stop: () => {
      clearInterval(timer);
      others?.close();
      for (const sign of SIGNS) removeEventListener(sign, touched, { capture: true });
    },
  };
}
