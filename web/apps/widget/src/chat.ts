/** The widget at work: holds the state, talks to the server, and does what the window and the JS
 * API ask for. Deciding is in the reducer and the other pure files; this is the doing. */
import type { Beat, ContactInfo, Content, ServerEvent, WidgetSession, WidgetUser } from "@tertulia/protocol";
import type { Boot } from "./boot";
import { createClient, type Refused } from "./net/client";
import { Live } from "./net/live";
import { delay } from "./net/backoff";
import { createTyping } from "./net/typing";
import { alone } from "./outbox/lock";
import { list, newId, type Waiting } from "./outbox/outbox";
import { Sender } from "./outbox/sender";
import type { Keeper } from "./storage/keeper";
import { wholeKeeper } from "./storage/whole";
import { type Action, reduce } from "./state/reducer";
import { lastSeq, unreadOf, waitingContent } from "./state/select";
import { START, type State } from "./state/state";
import { Events } from "./events";
import { Receipts } from "./receipts";
import { Parts } from "./lazy/parts";
import { chooseLanguage, ENGLISH, languageAt, LANGUAGES, type Strings } from "./text/strings";
import { usableColour } from "./text/contrast";

/** Asking a little before the cursor also brings late changes: edits, deletions, delivery. */
const OVERLAP = 20;
const TYPING_MS = 6000;

export class Chat {
  state: State = START;
  readonly events = new Events();
  readonly keeper: Keeper;
  readonly client;
  readonly live: Live;
  readonly sender: Sender;
  readonly typing;
  readonly parts = new Parts(this);
  /** The words of the language. */
  t: Strings = ENGLISH;
  /** Whether `t` is what it is going to be. */
  worded = false;
  /** Whether something came in while this page was open. */
  heardSome = false;
  private spoken = "";
  private token = "";
  private user: WidgetUser;
  private epoch = 0;
  private readonly receipts = new Receipts(this);
  private timers: Record<string, number> = {};
  private draws: (() => void)[] = [];
  private ended = false;

  constructor(readonly boot: Boot) {
    const keeper = (this.keeper = wholeKeeper(boot.keeper));
    this.token = keeper.get<string>("token") ?? "";
    this.user = { id: boot.options.user ?? "", signature: boot.options.signature ?? "" };
    this.client = createClient({
      api: boot.api,
      channel: boot.channel,
      visit: boot.visit,
      token: () => this.token,
      user: () => this.user,
      epoch: () => this.epoch,
      opened: (session) => this.opened(session),
    });
    this.live = new Live({
      ticket: () => this.client.ticket(),
      catchUp: () => this.catchUp(),
      events: (events) => this.heard(events),
      state: (link) => link !== this.state.link && this.set({ link }),
      sockets: boot.options.lp === undefined,
      watched: () => this.state.open && !document.hidden,
    });
    this.sender = new Sender({
      keeper,
      post: (item) => this.post(item),
      alone: (task) => alone(this, task),
      changed: (outbox) => this.set({ outbox }),
      sent: (result) => {
        this.dispatch({ do: "sent", ...result });
        this.events.emit("sent", result.message);
        if (result.message.seq === 1) this.events.emit("started", result.conversation.id);
        if (this.state.link === "offline") this.set({ link: "connecting" });
        this.connect();
      },
      lost: () => this.set({ link: "offline" }),
    });
    this.typing = createTyping((on, text) => this.live.send({ type: "typing", on, text }));
  }

  /** BCP 47. */
  get language(): string {
    const set = this.boot.options.language || this.state.config?.language || "";
    return chooseLanguage(set, document.documentElement.lang, navigator.languages);
  }

  /** Fetches the words of the language, if they are not English. Nothing is drawn before. */
  private async speak(): Promise<void> {
    const name = LANGUAGES[languageAt((this.spoken = this.language))];
    if (name !== "en")
      this.t = await this.parts.load(name!).then(
        ({ words }) => words!,
        () => ENGLISH,
      );
    this.worded = true;
    this.redraw();
  }

  newId(): string {
    return newId(Date.now(), (bytes) => crypto.getRandomValues(bytes));
  }

  /** Calls `draw` after each change of the state. */
  watch(draw: () => void): void {
    this.draws.push(draw);
  }

  dispatch(action: Action): void {
    if (this.ended) return;
    const before = this.state;
    this.state = reduce(before, action);
    if (this.state === before) return;
    this.redraw();
    this.follow(before);
  }

  redraw(): void {
    this.draws.forEach((draw) => draw());
  }

  set(change: Partial<State>): void {
    this.dispatch({ do: "set", change });
  }

  /** A timer by name; setting it again replaces it. */
  after(name: string, ms: number, task: () => void): void {
    clearTimeout(this.timers[name]);
    this.timers[name] = window.setTimeout(task, ms);
  }

  async start(): Promise<void> {
    const { keeper } = this;
    // What was kept serves until the server answers, and while it does not.
    const config = keeper.get<State["config"]>("look");
    if (config) this.set({ config, colour: usableColour(this.boot.options.colour || config.colour) });
    this.set({ outbox: list(keeper), formed: keeper.get("formed") !== null });
    this.sender.flush().catch(() => {});
    await this.enter(this.boot.session);
  }

  /** Opens the session, however long it takes. first: one that was asked for already. */
  private async enter(first?: Promise<WidgetSession>): Promise<void> {
    const { epoch } = this;
    for (let tries = 0; !this.ended && epoch === this.epoch; tries++) {
      try {
        if (tries || !first) await this.client.open();
        else {
          const session = await first;
          if (epoch === this.epoch) this.opened(session);
        }
        return;
      } catch (error) {
        // No such channel, or not any more; a page or a person that this site does not serve.
        if (/40[34]/.test(`${(error as Response).status}`)) {
          this.keeper.remove("look");
          return this.set({ config: null, open: false, link: "refused" });
        }
        this.set({ link: "offline" });
        const ms = Math.max(delay(tries, Math.random), (error as Refused).after || 0);
        await new Promise((done) => this.after("open", ms, () => done(0)));
      }
    }
  }

  /** The site says who its user is, and its server vouches for it. An empty id: nobody. */
  async identify(user: WidgetUser): Promise<void> {
    if (user.id === this.user.id && user.signature === this.user.signature) return;
    this.user = user;
    await this.restart();
  }

  /** Takes all that this visitor said out of this browser, and begins anew as a stranger. */
  async forget(): Promise<void> {
    const { keeper } = this;
    this.user = {};
    this.token = "";
    (["token", "formed", "greeted", "visit", "read"] as const).forEach((key) => keeper.remove(key));
    this.clear();
    await this.restart();
  }

  /** What is not sent yet was another's. */
  private clear(): void {
    this.keeper.remove("draft");
    this.state.outbox.forEach((item) => this.sender.remove(item.msg_id));
    this.boot.root.querySelectorAll("textarea").forEach((area) => (area.value = ""));
  }

  private restart(): Promise<void> {
    this.epoch++;
    this.live.stop();
    return this.enter();
  }

  private opened(session: WidgetSession): void {
    const { keeper } = this;
    const { contact } = this.state;
    const another = contact && contact.id !== session.contact.id;
    if (another) {
      if (contact.user_id) this.clear(); // what somebody else wrote is not sent in this one's name
      const { open, config, colour, outbox, kept, formed } = this.state;
      this.receipts.forget();
      this.set({ ...START, open, config, colour, outbox, kept, formed });
    }
    const first = !contact || another;
    this.token = session.token;
    keeper.set("token", session.token);
    keeper.set("look", session.config);
    if (first) this.consent(session.config.consent !== "ask" || keeper.get("consent") !== null, false);
    const colour = this.state.colour || usableColour(this.boot.options.colour || session.config.colour);
    this.set({ colour });
    this.dispatch({ do: "session", session });
    this.pace({ next: session.next_beat ?? 45 });
    if (!first) return;
    this.sender.flush().catch(() => {});
    if (this.state.conversation || this.state.open) this.connect();
    if (!another) this.events.emit("ready");
  }

  /** explicit: the site said so; else it is what the channel's settings allow. */
  consent(allowed: boolean, explicit = true): void {
    const { keeper } = this;
    // The site may have spoken before the session was there: its word stands.
    if (!explicit && this.agreed !== null) allowed = this.agreed;
    if (explicit) this.agreed = allowed;
    keeper.allow(allowed);
    if (allowed && explicit) keeper.set("consent", 1);
    this.set({ kept: keeper.lasting() });
  }
  private agreed: boolean | null = null;

  /** Sockets cost the site's owner: only visitors who talk have one. */
  connect(): void {
    if (this.state.contact) this.live.start();
  }

  private heard(events: ServerEvent[]): void {
    this.dispatch({ do: "events", events });
    if (events.some((event) => event.type === "typing"))
      this.after("typing", TYPING_MS, () => this.set({ typing: null }));
  }

  async catchUp(): Promise<boolean> {
    let cursor = Math.max(0, lastSeq(this.state) - OVERLAP);
    const before = lastSeq(this.state);
    for (;;) {
      const id = this.state.conversation?.id;
      const page = await this.client.after(cursor);
      this.dispatch({ do: "page", page });
      const now = this.state.conversation?.id;
      // Another conversation has begun: its numbers start anew.
      if (id && now !== id && cursor) cursor = 0;
      else if (page.more && page.messages.length) cursor = page.messages.at(-1)!.seq;
      else return lastSeq(this.state) !== before;
    }
  }

  async loadOlder(): Promise<void> {
    const { past, messages, more, earlier, conversation, older } = this.state;
    const [first] = past.length ? past : messages;
    if (!conversation || !(more || earlier) || older === "loading") return;
    this.set({ older: "loading" });
    const id = first?.conversation_id ?? conversation.id;
    try {
      if (more && first && !past.length)
        this.dispatch({ do: "page", page: await this.client.older(`before=${first.seq}`), older: true });
      else {
        const query = more && first ? `of=${id}&before=${first.seq}` : `earlier=${id}`;
        this.dispatch({ do: "past", page: await this.client.older(query) });
      }
    } catch {
      this.set({ older: "failed" });
    }
  }

  /** text alone, or any other content. */
  write(text: string, content?: Content, replyTo?: number): void {
    const last = this.state.outbox.at(-1)?.created_ts ?? 0;
    this.typing.stop();
    this.sender.add({
      created_ts: Math.max(Date.now(), last + 1),
      text,
      chat_id: this.state.conversation?.id ?? "",
      msg_id: this.newId(),
      content,
      reply_to: replyTo,
    });
  }

  /** Sends these files, as soon as the part that can is there. */
  addFiles(files: Iterable<File>): void {
    const picked = [...files]; // the browser's own list is emptied
    this.set({ problem: "" });
    this.parts.load("files").then(
      (part) => part.open!(...([picked] as never[])),
      () => this.set({ problem: this.t.uploadFailed }),
    );
  }

  private post(item: Waiting) {
    const content = waitingContent(item);
    return this.client.send({ client_id: item.msg_id, content, reply_to: item.reply_to ?? 0 });
  }

  open(): void {
    if (this.state.open) return;
    this.set({ open: true, greeting: false });
    this.keeper.set("open", 1);
    this.connect();
    this.events.emit("open");
  }

  close(): void {
    if (!this.state.open) return;
    this.set({ open: false, emoji: false, menu: false });
    this.keeper.remove("open");
    this.typing.stop();
    this.events.emit("close");
  }

  /** In so many seconds the page says that it is still looked at (parts/presence.tsx). */
  pace({ next, connect }: Beat): void {
    if (connect) this.connect();
    this.after("beat", next * 1000, () => this.parts.load("presence").then((part) => part.open!(), () => {}));
  }

  toggle(): void {
    if (this.state.open) this.close();
    else this.open();
  }

  /** Of an agent that is known by name. */
  photoOf(name: string): string | undefined {
    const { config, conversation } = this.state;
    return [conversation?.agent, ...(config?.agents ?? [])].find((agent) => agent?.name === name)?.photo;
  }

  async introduce(info: ContactInfo): Promise<void> {
    const contact = await this.client.contact(info);
    this.set({ contact });
    this.events.emit("introduced", contact);
  }

  reportPage(title?: string, url?: string): void {
    const report = this.boot.visit();
    const told = { title: (title ?? report.title)!.slice(0, 300), url: (url ?? report.url)!.slice(0, 2048) };
    this.client.visit({ ...report, ...told }).then((answer) => answer && this.pace(answer), () => {});
  }

  /** The newest message is on the screen. */
  seen(): void {
    const seq = lastSeq(this.state);
    if (!this.state.open || document.hidden || seq <= this.state.read) return;
    this.dispatch({ do: "seen" });
    this.keeper.set("read", [this.state.conversation!.id, seq]); // for the other tabs
  }

  /** Another tab had it on the screen. */
  seenElsewhere(): void {
    const [id, seq] = this.keeper.get<[string, number]>("read") ?? ["", 0];
    const { conversation, read } = this.state;
    if (conversation?.id === id && seq > read) this.set({ read: seq });
  }

  /** What has to happen after a change, apart from drawing. */
  private follow(before: State): void {
    const { state } = this;
    if (state.config && this.language !== this.spoken) void this.speak();
    this.parts.follow();
    if (state.messages !== before.messages || state.read !== before.read) this.receipts.tell();
    const agent = state.conversation?.agent?.name;
    if (agent && agent !== before.conversation?.agent?.name) this.events.emit("accepted", agent);
    if (unreadOf(state).length !== unreadOf(before).length)
      this.events.emit("unread", unreadOf(state).length);
    const news = state.messages.filter((m) => m.author.kind !== "contact" && m.seq > lastSeq(before));
    this.heardSome ||= before.contact !== null && news.length > 0;
    if (before.contact && news.length) news.forEach((m) => this.events.emit("received", m));
  }

  destroy(): void {
    this.close();
    this.events.emit("destroyed");
    this.live.stop();
    this.sender.stop();
    this.typing.stop();
    this.parts.stop();
    Object.values(this.timers).forEach(clearTimeout);
    this.ended = true;
    this.boot.host.remove();
  }
}
