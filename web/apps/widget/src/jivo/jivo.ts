/** JivoChat's names for the same things, so that a site moves by changing one address:
 * <script async src="https://chat.example.com/w/jivo.js?CHANNEL_ID"></script>
 *
 * The names exist at once; what is called before the widget is there waits for it. Shapes are those
 * of https://www.jivochat.com/docs/widget/, read there and tried one by one in tests/e2e. */
import type { ContactInfo, WidgetContact } from "@tertulia/protocol";
import type { Call, Global } from "../boot";
import type { Chat } from "../chat";
import type { PartName } from "../lazy/registry";
import { fetcher, start } from "../loader/start";
import { utmTags } from "../visits/visit";
import { contactInfo, type CustomField, customData, fail, OK, type Result, rulesOf, utmOf, visitorNumber } from "./shapes";

type Page = Window & Record<string, unknown>;
interface Offline extends ContactInfo {
  message?: string;
}

const page = window as unknown as Page;
const script = document.currentScript as HTMLScriptElement;
const channel = script.dataset.channel || decodeURIComponent(new URL(script.src).search.slice(1).split("&")[0]!);
const fetchScript = fetcher(script);

/** Calls one of the page's own functions. What it does wrong is the page's: it is told there. */
function tell(name: string, ...details: unknown[]): void {
  const callback = page[`jivo_${name}`];
  if (typeof callback === "function") callback.apply(page, details);
}

const chatNow = (): Chat | undefined => (window.tertulia as Global | undefined)?._?.chat;
const call = (...parts: Call) => void (window.tertulia as Global | undefined)?.push(parts);

/** Once the widget is there and its session open. */
let ready: Promise<Chat>;

const openPart = async (name: string, ...details: unknown[]) => {
  const chat = await ready;
  return (await chat.parts.load(name as PartName)).open?.(...(details as never[]));
};

/** Whether somebody can be asked to call. */
function callbackState(): Result {
  const chat = chatNow();
  if (!chat?.state.contact) return fail("The widget is not loaded yet");
  return chat.state.config?.callback_seconds ? OK : fail("Callback is not enabled");
}

const jivo = {
  open({ start = "chat" }: { start?: string } = {}): Result {
    if (start === "call") {
      const state = callbackState();
      if (state === OK) void openPart("callback").catch(() => {});
      else if (chatNow()?.state.contact) return state;
    }
    call("open");
    return OK;
  },
  close(): Result {
    call("close");
    return OK;
  },
  showProactiveInvitation(text: string): Result {
    void openPart("invitation", String(text)).catch(() => {});
    return OK;
  },
  setWidgetColor(colour: string): Result {
    call("setColour", colour);
    return OK;
  },
  setContactInfo({ name, email, phone, description }: ContactInfo): Result {
    call("setContactInfo", { name, email, phone, description });
    return OK;
  },
  setCustomData(fields: CustomField[]): Result {
    if (!Array.isArray(fields)) return fail("fields must be an array");
    call("setCustomData", customData(fields));
    return OK;
  },
  setClientAttributes(attributes: Record<string, unknown>): Result {
    call("setCustomData", attributes);
    return OK;
  },
  setUserToken(token: string): Result {
    call("setUserToken", token);
    return OK;
  },
  setRules(rules: unknown): Result {
    const invitations = rulesOf(rules);
    if (!invitations) return fail("rules are not understood");
    void ready.then((chat) => chat.set({ invitations: { facts: {}, ...chat.state.invitations, invitations } }));
    return OK;
  },
  sendPageTitle(title: string, _fromApi?: boolean, url?: string): Result {
    void ready.then((chat) => chat.reportPage(title, url));
    return OK;
  },
  sendOfflineMessage(values: Offline = {}): Result {
    const chat = chatNow();
    if (!chat?.state.contact) return fail("The widget is not loaded yet");
    if (chat.state.agentsOnline) return fail("The chat is online");
    if (!chat.state.config?.offline_form) return fail("The offline form is not enabled");
    const { name, email, phone, message, description } = values;
    if (description) call("setContactInfo", { description });
    call("open");
    void openPart("forms", { name, email, phone, message }).catch(() => {});
    return OK;
  },
  startCall(phone: string): Result {
    const state = callbackState();
    if (state === OK) {
      call("open");
      void openPart("callback", String(phone)).catch(() => {});
    }
    return state;
  },
  isCallbackEnabled(answer: (result: Result) => void): void {
    void ready.then(() => answer(callbackState()));
  },
  clearHistory(): Result {
    call("clearHistory");
    return OK;
  },
  getVisitorNumber(answer: (error: string | null, number: number) => void): void {
    void ready.then((chat) => answer(null, visitorNumber(chat.state.contact!.id)));
  },
  getContactInfo: () => contactInfo(chatNow()?.state.contact),
  getUnreadMessagesCount: (): number => Number((chatNow() && (window.tertulia as Global).getUnreadCount as () => number)?.() ?? 0),
  getUtm: () => utmOf(utmTags(location.search)),
  chatMode: () => (chatNow()?.state.agentsOnline ? "online" : "offline"),
};

const stateName = (open: boolean) => (open ? "chat" : chatNow()?.state.conversation ? "chat/min" : "label");

/** The widget's events, as calls of the page's functions. */
function bridge(loaded: (chat: Chat) => void): Call[] {
  let invited = false;
  const turned = (open: boolean) => () => {
    tell(open ? "onOpen" : "onClose");
    tell("onChangeState", stateName(open));
    tell("onResizeCallback");
  };
  const began = () => {
    const { past, earlier } = chatNow()!.state;
    if (!past.length && !earlier) tell("onMessageSent");
    if (!invited) tell("onClientStartChat");
  };
  const on: Record<string, (detail: never) => void> = {
    ready: () => {
      loaded(chatNow()!);
      tell("onLoadCallback");
    },
    open: turned(true),
    close: turned(false),
    started: began,
    filled: (contact: WidgetContact) => tell("onIntroduction", contactInfo(contact)),
    accepted: () => tell("onAccept"),
    received: () => tell("onMessageReceived"),
    invited: () => (invited = true),
    callStarted: () => tell("onCallStart"),
    callEnded: (result: unknown) => tell("onCallEnd", result),
    destroyed: () => tell("onWidgetDestroy"),
  };
  return Object.entries(on).map(([name, listener]): Call => ["on", name, listener]);
}

function init(): void {
  if (window.tertulia) return; // there already
  ready = new Promise((loaded) => start(script, channel, bridge(loaded), fetchScript));
}

page.jivo_api = jivo;
page.jivo_init = init;
page.jivo_destroy = () => call("destroy");
if (channel) init();
