/** A server for one: the widget of the preview talks to this, and to nobody else. */
import type { WidgetConfig, WidgetSession } from "@tertulia/protocol";

const CONVERSATION = { id: "preview", seq: 0, status: "open", agent: null, agent_read: 0, visitor_read: 0 };

interface Said {
  seq: number;
  [field: string]: unknown;
}

export class Quiet {
  private messages: Said[] = [];
  private sockets = new Set<QuietSocket>();

  /** config: of the newest settings. reply: what is answered to whoever writes in the preview. */
  constructor(
    private readonly config: () => WidgetConfig,
    private readonly reply: () => string,
    private readonly online: () => boolean,
  ) {}

  /** Stands in for fetch and WebSocket on this page, as far as the widget's API is asked. */
  install(): void {
    const { fetch: real } = window;
    window.fetch = async (asked, init) => {
      const path = /\/api\/widget\/(.*)$/.exec(String(asked instanceof Request ? asked.url : asked))?.[1];
      if (path === undefined) return real(asked, init);
      const body = typeof init?.body === "string" ? JSON.parse(init.body) : {};
      const answer = this.answer(init?.method ?? "GET", path, body);
      return new Response(answer === null ? null : JSON.stringify(answer), { status: answer === null ? 204 : 200 });
    };
    const join = (socket: QuietSocket) => this.sockets.add(socket);
    window.WebSocket = class extends QuietSocket {
      constructor() {
        super();
        join(this);
      }
    } as unknown as typeof WebSocket;
  }

  private answer(method: string, path: string, body: { client_id?: string; content?: unknown }): unknown {
    const what = `${method} ${path.split("?")[0]}`;
    if (what.endsWith("/session")) return this.session();
    if (what === "POST messages") return this.post(body);
    if (what === "GET messages") return { conversation: this.conversation(), messages: this.messages, more: false };
    if (what === "POST sockets/ticket") return { url: "wss://preview.invalid" };
    if (what === "PATCH contact") return { id: "preview", ...body };
    return null;
  }

  private conversation() {
    return this.messages.length ? { ...CONVERSATION, seq: this.messages.length } : null;
  }

  private session(): WidgetSession {
    return {
      token: "preview",
      config: this.config(),
      contact: { id: "preview" },
      conversation: this.conversation(),
      messages: this.messages,
      more: false,
      agents_online: this.online(),
      next_beat: 3600,
    } as unknown as WidgetSession;
  }

  private post({ client_id = "", content }: { client_id?: string; content?: unknown }) {
    const known = this.messages.find((message) => message.client_id === client_id);
    const message = known ?? this.say({ kind: "contact", id: "", name: "" }, content, client_id);
    if (!known) setTimeout(() => this.tell(this.say(this.agent(), { kind: "text", text: this.reply() })), 900);
    return { message, conversation: this.conversation() };
  }

  private agent() {
    const [face] = this.config().agents ?? [];
    return { kind: "agent", id: "preview", name: face?.name ?? this.config().name };
  }

  private say(author: object, content: unknown, client_id = ""): Said {
    const seq = this.messages.length + 1;
    const at = new Date().toISOString();
    const said = { conversation_id: "preview", seq, author, content, visibility: "public", at, client_id, rev: 1 };
    this.messages.push(said);
    return said;
  }

  private tell(message: Said): void {
    const frame = JSON.stringify({ type: "events", events: [{ type: "message.created", message }] });
    for (const socket of this.sockets) socket.onmessage?.({ data: frame });
  }
}

class QuietSocket {
  readyState = 0;
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;

  constructor() {
    setTimeout(() => {
      this.readyState = 1;
      this.onopen?.();
    });
  }

  send(frame: string): void {
    if (frame.includes("ping")) this.onmessage?.({ data: '{"type":"pong"}' });
  }

  close(): void {
    this.readyState = 3;
  }
}
