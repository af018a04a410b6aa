// Calls to our API. The access token lives in memory only; the refresh token is in a cookie that
// scripts cannot read. A 401 is answered by one refresh and one repeat.
import type { Problem, Session } from "@tertulia/protocol";

/** The API answered, and refused. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly field = "",
  ) {
    super(detail || code);
  }
}

/** There was no answer: no network, a time-out, a broken gateway. */
export class Unreachable extends Error {}

export interface Client {
  request<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** code: of an authenticator app, once it was asked for. */
  signIn(email: string, password: string, code?: string): Promise<void>;
  /** The first sign-in: a temporary password for one of one's own. */
  firstSignIn(email: string, temporary: string, password: string): Promise<void>;
  /** true: signed in by the cookie; false: there is none that counts. Throws Unreachable. */
  refresh(): Promise<boolean>;
  signOut(): Promise<void>;
}

export interface ClientPorts {
  fetch: typeof fetch;
  base: string;
  onSignedOut(): void;
  /** The account asks for a second factor, and this person has none: nothing else is answered. */
  onFactorNeeded(): void;
  later(run: () => void, milliseconds: number): void;
}

const TIME_OUT = 20_000;
const REFRESH_BEFORE = 60; // seconds

export const createClient = (ports: ClientPorts): Client => new ApiClient(ports);

class ApiClient implements Client {
  private token = "";
  private refreshing: Promise<boolean> | null = null;

  constructor(private readonly ports: ClientPorts) {}

  readonly request = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    let response = await this.call(method, path, body);
    if (response.status === 401 && (await this.refresh())) response = await this.call(method, path, body);
    try {
      return await read<T>(response);
    } catch (error) {
      if (error instanceof ApiError && error.code === "factor_needed") this.ports.onFactorNeeded();
      throw error;
    }
  };

  readonly signIn = async (email: string, password: string, code = ""): Promise<void> => {
    this.token = "";
    this.accept(await read<Session>(await this.call("POST", "/auth/sign-in", { email, password, code })));
  };

  readonly firstSignIn = async (email: string, temporary: string, password: string): Promise<void> => {
    const body = { email, password: temporary, new_password: password };
    this.accept(await read<Session>(await this.call("POST", "/auth/new-password", body)));
  };

  readonly signOut = async (): Promise<void> => {
    await this.call("POST", "/auth/sign-out").catch(() => undefined);
    this.token = "";
    this.ports.onSignedOut();
  };

  /** One at a time: several calls that met a 401 share it. */
  readonly refresh = (): Promise<boolean> => {
    this.refreshing ??= this.renew().finally(() => (this.refreshing = null));
    return this.refreshing;
  };

  private async renew(): Promise<boolean> {
    const response = await this.call("POST", "/auth/refresh");
    if (response.ok) {
      this.accept((await response.json()) as Session);
      return true;
    }
    if (response.status >= 500) throw new Unreachable(`refresh answered ${response.status}`);
    const wasIn = this.token !== "";
    this.token = "";
    if (wasIn) this.ports.onSignedOut();
    return false;
  }

  private accept(session: Session): void {
    this.token = session.access_token;
    const wait = Math.max(session.expires_in - REFRESH_BEFORE, session.expires_in / 2);
    this.ports.later(() => void this.refresh().catch(() => undefined), wait * 1000);
  }

  private async call(method: string, path: string, body?: unknown): Promise<Response> {
    try {
      return await this.ports.fetch(this.ports.base + path, {
        method,
        credentials: "same-origin",
        headers: {
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.timeout(TIME_OUT),
      });
    } catch (error) {
      throw new Unreachable(String(error));
    }
  }
}

async function read<T>(response: Response): Promise<T> {
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as T;
  const problem = (await response.json().catch(() => ({}))) as Partial<Problem>;
  if (response.status >= 502 && !problem.code) throw new Unreachable(`answered ${response.status}`);
  throw new ApiError(
    response.status,
    problem.code ?? "error",
    problem.detail ?? problem.title ?? "",
    problem.field,
  );
}
