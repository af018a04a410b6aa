/** The widget's API over fetch: adds the visitor's token, renews it once when it is refused. */
import type {
  Beat,
  ContactInfo,
  MediaLinks,
  Problem,
  Receipt,
  SendRequest,
  SocketTicket,
  UploadRequest,
  UploadTicket,
  VisitReport,
  WidgetContact,
  WidgetPage,
  WidgetSendResult,
  WidgetSession,
  WidgetUser,
} from "@tertulia/protocol";

/** The server answered, and said no. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** Milliseconds that the server asks us to wait. */
    readonly after = 0,
    /** The dotted name of the input at fault, if it is one. */
    readonly field = "",
  ) {
    super(message);
  }

  /** Whether the same request may succeed later. */
  get passing(): boolean {
    return this.status >= 500 || this.status === 429 || this.status === 408 || this.status === 401;
  }
}

async function refusal(answer: Response): Promise<Refused> {
  const problem: Partial<Problem> = await answer.json().catch(() => ({}));
  const after = Number(answer.headers.get("retry-after")) * 1000 || 0;
  return new Refused(answer.status, problem.detail || problem.title || `${answer.status}`, after, problem.field ?? "");
}

const WAIT_MS = 20_000;

export interface ClientPorts {
  api: string;
  channel: string;
  visit(): VisitReport;
  token(): string;
  user(): WidgetUser;
  /** Raised when the visitor becomes another: answers to the one before are dropped. */
  epoch(): number;
  /** A session was opened or renewed. */
  opened(session: WidgetSession): void;
}

export type Client = ReturnType<typeof createClient>;

export function createClient(ports: ClientPorts) {
  const raw = async (method: string, path: string, body?: unknown, token?: string) => {
    const headers: Record<string, string> = {};
    const epoch = ports.epoch();
    if (body) headers["content-type"] = "application/json";
    if (token) headers.authorization = `Bearer ${token}`;
    const answer = await fetch(`${ports.api}/widget/${path}`, {
      method,
      headers,
      body: body ? JSON.stringify(body) : undefined,
      signal: AbortSignal.timeout?.(WAIT_MS), // a stalled request would hold up all that waits behind it
    });
    if (!answer.ok) throw await refusal(answer);
    const result = answer.status === 204 ? null : await answer.json();
    if (epoch !== ports.epoch()) throw new Error();
    return result;
  };
  let opening: Promise<WidgetSession> | null = null;
  const open = (): Promise<WidgetSession> =>
    (opening ??= raw("POST", `${ports.channel}/session`, { token: ports.token(), user: ports.user(), visit: ports.visit() })
      .then((session: WidgetSession) => (ports.opened(session), session))
      .finally(() => (opening = null)));
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const token = ports.token() || (await open()).token;
    try {
      return await raw(method, path, body, token);
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 401) throw error;
      return raw(method, path, body, (await open()).token);
    }
  };

  return {
    open,
    call,
    visit: (report: VisitReport) => call<Beat>("POST", "visit", report),
    send: (request: SendRequest) => call<WidgetSendResult>("POST", "messages", request),
    after: (seq: number) => call<WidgetPage>("GET", `messages?after=${seq}`),
    /** query: `before=`, `of=` or `earlier=`: see ThreadQuery. */
    older: (query: string) => call<WidgetPage>("GET", `messages?${query}`),
    receipt: (receipt: Receipt) => call<null>("POST", "receipts", receipt),
    contact: (info: ContactInfo) => call<WidgetContact>("PATCH", "contact", info),
    upload: (request: UploadRequest) => call<UploadTicket>("POST", "uploads", request),
    links: (keys: string[]) => call<MediaLinks>("POST", "media/links", { keys }),
    ticket: () => call<SocketTicket>("POST", "sockets/ticket", {}),
  };
}
