// One socket that comes back by itself. What it carries is told to `ports`.
import type { Idle, ServerEvent, ServerFrame, TeamTyping, Typing, Viewing } from "@tertulia/protocol";
import { reconnectDelay } from "../rules/backoff";

export type Said = Typing | Viewing | TeamTyping | Idle;
export type Connection = "connecting" | "open" | "lost";

export interface SocketPorts {
  ticket(): Promise<string>; // the URL to open
  open(url: string): WebSocket;
  onEvents(events: ServerEvent[]): void;
  onConnection(state: Connection): void;
  chance(): number;
}

export interface Socket {
  send(frame: Said): void;
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
const OPEN_WITHIN = 10_000; // a network that goes meanwhile tells nobody

export const connect = (ports: SocketPorts): Socket => new LiveSocket(ports);

class LiveSocket implements Socket {
  private socket: WebSocket | null = null;
  private attempt = 0;
  private asking = false;
  private closed = false;
  private again: ReturnType<typeof setTimeout> | undefined;
  private opening: ReturnType<typeof setTimeout> | undefined;
  private pong: ReturnType<typeof setTimeout> | undefined;
  private readonly pinging = setInterval(() => this.probe(), PING_EVERY);

  constructor(private readonly ports: SocketPorts) {
    void this.start();
  }

  readonly send = (frame: Said): void => void this.write(frame);

  readonly wake = (): void => {
    this.attempt = 0;
    if (this.socket) this.probe();
    else void this.start();
  };

  readonly drop = (): void => {
    if (this.socket) this.lost();
  };

  readonly probe = (): void => {
    clearTimeout(this.pong);
    if (this.write({ type: "ping" })) this.pong = setTimeout(() => this.lost(), PONG_WITHIN);
  };

  readonly close = (): void => {
    this.closed = true;
    clearInterval(this.pinging);
    clearTimeout(this.again);
    this.lost();
  };

  private async start(): Promise<void> {
    if (this.closed || this.socket || this.asking) return;
    clearTimeout(this.again);
    this.asking = true;
    this.ports.onConnection("connecting");
    try {
      const url = await this.ports.ticket();
      if (!this.closed) this.listen(this.ports.open(url));
    } catch {
      this.lost();
    } finally {
      this.asking = false;
    }
  }

  private listen(opened: WebSocket): void {
    this.socket = opened;
    clearTimeout(this.opening);
    this.opening = setTimeout(() => this.lost(), OPEN_WITHIN);
    opened.onopen = () => {
      clearTimeout(this.opening);
      this.attempt = 0;
      this.ports.onConnection("open");
    };
    opened.onmessage = (message) => this.receive(String(message.data));
    opened.onclose = () => {
      if (this.socket === opened) this.lost();
    };
  }

  private receive(text: string): void {
    clearTimeout(this.pong);
    const frame = JSON.parse(text) as ServerFrame;
    if (frame.type === "events") this.ports.onEvents((frame as { events: ServerEvent[] }).events);
  }

  private lost(): void {
    const gone = this.socket;
    this.socket = null;
    clearTimeout(this.opening);
    clearTimeout(this.pong);
    if (gone) {
      gone.onclose = null;
      gone.close();
    }
    if (this.closed) return;
    this.ports.onConnection("lost");
    clearTimeout(this.again);
    this.again = setTimeout(() => void this.start(), reconnectDelay(this.attempt++, this.ports.chance()));
  }

  private write(frame: object): boolean {
    if (this.socket?.readyState !== 1) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }
}
