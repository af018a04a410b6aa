/** Speaks to the visitor first, when one of the site's rules fits. */
import type { WidgetInvitation } from "@tertulia/protocol";
import type { Chat } from "../chat";
import { define, Face, h, inLanguage, Press } from "../lazy/kit";
import css from "./invitation/invitation.css?inline";
import { choose, type Now } from "./invitation/rules";

const EVERY = 1000;
const WORDS = { dismiss: "Dismiss|Descartar|Dispensar" };
type Shown = Pick<WidgetInvitation, "id" | "text" | "agent_name" | "agent_photo">;

/** What the page does, as far as rules ask for it. */
function watchPage(chat: Chat) {
  const began = Date.now();
  const seen = { page: began, href: location.href, pages: 0, scroll: 0, exit: false, invited: 0 };
  const left = (event: MouseEvent) => {
    if (!event.relatedTarget && event.clientY <= 0) seen.exit = true;
  };
  document.addEventListener("mouseout", left);
  return {
    seen,
    stop: () => document.removeEventListener("mouseout", left),
    now(): Now {
      const { facts } = chat.state.invitations!;
      const at = Date.now();
      if (location.href !== seen.href) Object.assign(seen, { href: location.href, page: at, scroll: 0, exit: false, pages: seen.pages + 1 });
      const { scrollHeight } = document.documentElement;
      seen.scroll = Math.max(seen.scroll, Math.min(100, ((scrollY + innerHeight) / Math.max(scrollHeight, 1)) * 100));
      const passed = (at - began) / 60_000;
      const since = (minutes: number | null | undefined) => (minutes == null ? null : minutes + passed);
      return {
        time_on_page: (at - seen.page) / 1000,
        time_on_site: (facts.site_seconds ?? 0) + (at - began) / 1000,
        pages: (facts.pages ?? 1) + seen.pages,
        scroll: Math.round(seen.scroll),
        exit_intent: seen.exit,
        url: location.href,
        referrer: facts.referrer ?? "",
        utm: facts.utm ?? {},
        country: facts.country ?? "",
        language: navigator.language,
        visits: facts.visits ?? 1,
        agents_online: chat.state.agentsOnline,
        minute: ((facts.minute ?? 0) + Math.floor(passed)) % 1440,
        since_close: since(facts.since_close),
        since_invitation: seen.invited ? (at - seen.invited) / 60_000 : since(facts.since_invitation),
      };
    },
  };
}

function createInvitation(chat: Chat) {
  const t = inLanguage(WORDS, chat.language);
  const page = watchPage(chat);
  let shown: Shown | null = null;
  let met = false; // the visitor opened the window with it
  const tell = (event: string) => {
    // One that the site itself wrote has no number to count.
    if (shown?.id) chat.client.call("POST", `invitations/${shown.id}/events`, { event }).catch(() => {});
  };
  const show = (one: Shown, window: boolean) => {
    shown = one;
    page.seen.invited = Date.now();
    tell("shown");
    chat.events.emit("invited");
    if (window) chat.open();
    chat.redraw();
  };
  const talking = () => {
    const { conversation, open } = chat.state;
    return open || (conversation && conversation.status !== "resolved");
  };
  const timer = setInterval(() => {
    if (shown || document.hidden || !chat.state.invitations || talking()) return;
    const fits = choose(chat.state.invitations.invitations, page.now());
    if (fits) show(fits, fits.action === "window");
  }, EVERY);
  const opened = () => {
    if (!shown || met) return;
    met = true;
    tell("opened");
  };
  const sent = () => {
    if (shown && met) tell("answered");
    shown = null;
    met = false;
  };
  const closed = () => {
    if (met) shown = null;
    met = false;
  };
  chat.events.on("open", opened);
  chat.events.on("sent", sent);
  chat.events.on("close", closed);
  const dismiss = () => {
    shown = null;
    chat.redraw();
  };
  const name = () => shown!.agent_name || chat.state.config!.agents?.[0]?.name || chat.state.config!.name;
  const photo = () => shown!.agent_photo || chat.photoOf(name());
  return {
    bubble: () =>
      shown && (
        <div class="peek invitation" role="status">
          <button class="peek-text" onClick={() => chat.open()}>
            <Face name={name()} photo={photo()} />
            <span>
              <b>{name()}</b>
              <span class="said">{shown.text}</span>
            </span>
          </button>
          {Press(t.dismiss, "close", dismiss)}
        </div>
      ),
    end: () =>
      shown &&
      met && (
        <div class="invited">
          <Face name={name()} photo={photo()} />
          <p>{shown.text}</p>
        </div>
      ),
    /** The site's own words, now. */
    open: (text: string) => {
      if (!chat.state.open) show({ id: "", text }, false);
    },
    /** The site's own rules in the place of the server's; an empty list ends all invitations. */
    setRules(rules: unknown) {
      const usable = (one: Partial<WidgetInvitation> | null) => one && typeof one.text === "string" && Array.isArray(one.conditions);
      const invitations = (Array.isArray(rules) ? rules.filter(usable) : []).map((one) => ({ ...one, id: "" }));
      chat.set({ invitations: { facts: chat.state.invitations?.facts ?? {}, invitations } });
    },
    stop: () => {
      clearInterval(timer);
      page.stop();
      chat.events.off("open", opened);
      chat.events.off("sent", sent);
      chat.events.off("close", closed);
    },
  };
}

export const invitation = define("invitation", createInvitation, css);
