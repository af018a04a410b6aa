/** Keeps the conversation up to date: a websocket, or gentle polling where sockets are blocked.
 *
 * On every connection it asks for what came since the cursor, so a gap in the connection is never a
 * gap in the conversation. */
import type { Ping, ServerEvent, ServerFrame, Typing } from "@tertulia/protocol";
import type { Link } from "../state/state";
import { delay } from "./backoff";

const PING_MS = 5 * 60_000; // API Gateway closes a socket that is silent for 10 minutes
const PONG_MS = 10_000;
const OPEN = 1; // WebSocket.OPEN, also where something has put another thing in its place
const OPEN_MS = 8_000;
const POLL_MS = 3_000;
/** After so many sockets that never opened, poll; go on trying, rarely. */
const BLOCKED = 2;

export interface LivePorts {
  ticket(): Promise<{ url: string }>;
  /** Fetches and applies what is newer than the cursor. Resolves to whether there was anything. */
  catchUp(): Promise<boolean>;
  events(events: ServerEvent[]): void;
  state(link: Link): unknown;
  /** false: the site wants none; asks instead from the start. */
  sockets?: boolean;
  /** Whether somebody looks at the conversation now: polls faster. */
  watched(): boolean;
  chance?(): number;
}

export class Live {
  private socket: WebSocket | null = null;
  private running = false;
  private tries = 0;
  private unopened = 0;
  private interval = POLL_MS;
  private timers: Record<string, number> = {};

  constructor(private readonly ports: LivePorts) {}

  start(): void {
    if (this.running) return;
    this.running = true;
    if (this.ports.sockets === false) this.unopened = BLOCKED;
    else return void this.connect();
    void this.poll();
  }

  stop(): void {
    this.running = false;
    Object.values(this.timers).forEach(clearTimeout);
    this.drop();
  }

  /** Something suggests that the connection is back, or matters now: do not wait. */
  kick(): void {
    if (!this.running) return;
    this.interval = POLL_MS;
    if (this.socket?.readyState === OPEN) return this.ping();
    if (this.polling) void this.poll();
    else if (!this.socket) void this.connect();
  }

  send(frame: Ping | Typing): void {
    if (this.socket?.readyState === OPEN) this.socket.send(JSON.stringify(frame));
  }

  private get polling(): boolean {
    return this.unopened >= BLOCKED;
  }

  private after(name: string, ms: number, task: () => void): void {
    clearTimeout(this.timers[name]);
    this.timers[name] = window.setTimeout(() => this.running && task(), ms);
  }

  private async connect(): Promise<void> {
    clearTimeout(this.timers.retry);
    if (this.socket || !this.running) return;
    const ticket = await this.ports.ticket().catch(() => null);
    if (this.socket || !this.running) return;
    try {
      this.listen(new WebSocket(ticket!.url));
    } catch {
      if (ticket) this.blocked(); // a policy of the page or the browser forbids sockets
      else if (!this.polling) this.ports.state("offline");
      this.again();
    }
  }

  /** A socket that never opened. */
  private blocked(): void {
    this.unopened++;
    if (this.polling) void this.poll();
  }

  private listen(socket: WebSocket): void {
    this.socket = socket;
    let opened = false;
    this.after("open", OPEN_MS, () => opened || this.lost(socket, opened));
    socket.onopen = () => {
      opened = true;
      this.tries = this.unopened = 0;
      clearTimeout(this.timers.poll);
      this.ports.state("live");
      this.after("ping", PING_MS, () => this.ping());
      this.ports.catchUp().catch(() => this.lost(socket, true));
    };
    socket.onmessage = (event) => this.receive(JSON.parse(event.data) as ServerFrame);
    socket.onclose = () => this.lost(socket, opened);
  }

  private receive(frame: ServerFrame): void {
    clearTimeout(this.timers.pong);
    this.ports.state("live"); // the browser may have thought otherwise for a while
    if (frame.type === "events") this.ports.events(frame.events);
  }

  private ping(): void {
    const socket = this.socket!;
    this.send({ type: "ping" });
    this.after("pong", PONG_MS, () => this.lost(socket, true));
    this.after("ping", PING_MS, () => this.ping());
  }

  private lost(socket: WebSocket, opened: boolean): void {
    if (this.socket !== socket) return;
    this.drop();
    if (!this.running) return;
    if (!opened) this.blocked();
    if (!this.polling) this.ports.state(navigator.onLine ? "connecting" : "offline");
    this.again();
  }

  private drop(): void {
    const socket = this.socket;
    this.socket = null;
    ["open", "ping", "pong"].forEach((name) => clearTimeout(this.timers[name]));
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  private again(): void {
    const first = this.polling ? 60_000 : 1000;
    const most = this.polling ? 10 * 60_000 : 60_000;
    const wait = delay(this.tries++, this.ports.chance ?? Math.random, first, most);
    this.after("retry", wait, () => void this.connect());
  }

  private async poll(): Promise<void> {
    clearTimeout(this.timers.poll);
    try {
      const news = await this.ports.catchUp();
      if (this.socket?.readyState === OPEN) return;
      this.ports.state("polling");
      const most = this.ports.watched() ? 15_000 : 60_000;
      this.interval = news ? POLL_MS : Math.min(most, this.interval * 1.5);
    } catch {
      this.ports.state("offline");
      this.interval = Math.min(60_000, this.interval * 2);
    }
    this.after("poll", this.interval, () => void this.poll());
  }
}
