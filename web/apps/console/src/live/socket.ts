// One socket that comes back by itself. What it carries is told to `ports`.
import type { ServerEvent, ServerFrame, Typing, Viewing } from "@tertulia/protocol";
import { reconnectDelay } from "../rules/backoff";

export type Connection = "connecting" | "open" | "lost";

export interface SocketPorts {
  ticket(): Promise<string>; // the URL to open
  open(url: string): WebSocket;
  onEvents(events: ServerEvent[]): void;
  onConnection(state: Connection): void;
  chance(): number;
}

export interface Socket {
  send(frame: Typing | Viewing): void;
  /** Connect now, if not connected: the network came back, or a person asked. */
  wake(): void;
  /** The network went: do not wait for the socket to find out. */
  drop(): void;
  /** Ask whether the other side is still there. */
  probe(): void;
  close(): void;
}

const PING_EVERY = 5 * 60_000; // API Gateway closes what is silent for 10 minutes
const PONG_WITHIN = 10_000;

export function connect(ports: SocketPorts): Socket {
  let socket: WebSocket | null = null;
  let attempt = 0;
  let asking = false;
  let closed = false;
  let again: ReturnType<typeof setTimeout> | undefined;
  let pong: ReturnType<typeof setTimeout> | undefined;

  async function start(): Promise<void> {
    if (closed || socket || asking) return;
    clearTimeout(again);
    asking = true;
    ports.onConnection("connecting");
    try {
      const url = await ports.ticket();
      if (!closed) listen(ports.open(url));
    } catch {
      lost();
    } finally {
      asking = false;
    }
  }

  function listen(opened: WebSocket): void {
    socket = opened;
    opened.onopen = () => {
      attempt = 0;
      ports.onConnection("open");
    };
    opened.onmessage = (message) => receive(String(message.data));
    opened.onclose = () => {
      if (socket === opened) lost();
    };
  }

  function receive(text: string): void {
    clearTimeout(pong);
    const frame = JSON.parse(text) as ServerFrame;
    if (frame.type === "events") ports.onEvents((frame as { events: ServerEvent[] }).events);
  }

  function lost(): void {
    const gone = socket;
    socket = null;
    clearTimeout(pong);
    if (gone) {
      gone.onclose = null;
      gone.close();
    }
    if (closed) return;
    ports.onConnection("lost");
    clearTimeout(again);
    again = setTimeout(() => void start(), reconnectDelay(attempt++, ports.chance()));
  }

  function write(frame: object): boolean {
    if (socket?.readyState !== 1) return false;
    socket.send(JSON.stringify(frame));
    return true;
  }

  function probe(): void {
    clearTimeout(pong);
    if (write({ type: "ping" })) pong = setTimeout(lost, PONG_WITHIN);
  }

  const pinging = setInterval(probe, PING_EVERY);
  void start();
  return {
    send: (frame) => void write(frame),
    wake: () => {
      attempt = 0;
      if (socket) probe();
      else void start();
    },
    drop: () => {
      if (socket) lost();
    },
    probe,
    close: () => {
      closed = true;
      clearInterval(pinging);
      clearTimeout(again);
      lost();
    },
  };
}
