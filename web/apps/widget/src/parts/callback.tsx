/** Asks for a call: the number, then the time that is left, then what comes of it. */
import type { CallbackOffer, CallbackRequest, WidgetCallback } from "@tertulia/protocol";
import type { Chat } from "../chat";
import { define, Do, Face, fill, h, inLanguage, Refused } from "../lazy/kit";
import css from "./callback/callback.css?inline";
import { WORDS } from "./callback/words";

const ASK_EVERY = 3000;
const GIVE_UP_MS = 10 * 60_000;

function createCallback(chat: Chat) {
  const t = inLanguage(WORDS, chat.language);
  let shown = false;
  let asked: WidgetCallback | null = null;
  let until = 0;
  let began = 0;
  let id = "";
  let number = "";
  let problem: keyof typeof WORDS | "" = "";
  let busy = false;
  let timer = 0;

  const focus = (selector: string) =>
    setTimeout(() => chat.boot.root.querySelector<HTMLElement>(selector)?.focus());
  const left = () => Math.max(0, Math.ceil((until - Date.now()) / 1000));

  function put(answer: WidgetCallback) {
    const before = asked?.status;
    asked = answer;
    until = Date.now() + (answer.seconds ?? 0) * 1000;
    if (answer.status !== before) announce(answer.status, before);
    chat.redraw();
  }

  function announce(status: WidgetCallback["status"], before?: WidgetCallback["status"]) {
    if (status === "accepted") chat.events.emit("callStarted");
    if (status === "done" && before === "accepted") chat.events.emit("callEnded", { result: "ok" });
    if (status === "missed" || status === "waiting") chat.events.emit("callEnded", { result: "fail", reason: status });
  }

  /** Counts down by the second; asks now and then what became of it. */
  function follow() {
    clearInterval(timer);
    began = Date.now();
    let last = began;
    timer = window.setInterval(() => {
      if (asked?.status === "ringing") chat.redraw();
      const over = Date.now() - began > GIVE_UP_MS;
      if (over || !["ringing", "accepted"].includes(asked?.status ?? "")) return clearInterval(timer);
      if (Date.now() - last < ASK_EVERY || document.hidden) return;
      last = Date.now();
      chat.client.call<WidgetCallback>("GET", `callbacks/${id}`).then(put, () => {});
    }, 1000);
  }

  async function submit(form: HTMLFormElement) {
    if (busy) return;
    const values = new FormData(form);
    number = `${values.get("phone") ?? ""}`.trim();
    problem = number ? "" : "needed";
    busy = !problem;
    chat.redraw();
    if (problem) return focus(".call [aria-invalid]");
    id ||= chat.newId(); // sent again, it is still the same request
    const body: CallbackRequest = { client_id: id, phone: number, name: `${values.get("name") ?? ""}`.trim() };
    try {
      put(await chat.client.call<WidgetCallback>("POST", "callbacks", body));
      chat.connect(); // the request is a conversation: what is written there shall come
      follow();
    } catch (error) {
      const refused = error instanceof Refused && error.field === "phone";
      problem = refused ? "badPhone" : (error as Refused).status === 429 ? "wait" : "failed";
      if (refused) id = "";
    }
    busy = false;
    chat.redraw();
    if (problem) focus(".call [aria-invalid]");
  }

  /** The number as it is known; else how numbers begin where the visitor is. */
  async function begin(field: HTMLInputElement) {
    field.value = number || chat.state.contact?.phone || "";
    if (field.value) return;
    const { prefix } = await chat.client.call<CallbackOffer>("GET", "callbacks").catch(() => ({ prefix: "" }));
    if (prefix && !field.value) field.value = `${prefix} `;
  }

  const close = () => {
    shown = false;
    if (asked && !["ringing", "accepted"].includes(asked.status)) again();
    chat.redraw();
    focus("textarea");
  };
  const again = () => {
    asked = null;
    id = "";
    clearInterval(timer);
    chat.redraw();
  };

  const Form = () => (
    <form
      class="call"
      key="form"
      novalidate
      ref={() => focus(".call input")}
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        void submit(event.currentTarget as HTMLFormElement);
      }}
    >
      <p>{fill(t.intro, chat.state.config!.callback_seconds!)}</p>
      <p>
        <label for="call-phone">{t.phone}</label>
        <input
          id="call-phone"
          name="phone"
          type="tel"
          autocomplete="tel"
          maxlength={40}
          aria-required="true"
          aria-invalid={problem ? true : null}
          aria-describedby="call-hint call-problem"
          ref={begin}
        />
        <small id="call-hint">{t.hint}</small>
      </p>
      <p>
        <label for="call-name">{t.name}</label>
        <input
          id="call-name"
          name="name"
          autocomplete="name"
          maxlength={120}
          ref={(field: HTMLInputElement) => (field.value = chat.state.contact?.name ?? "")}
        />
      </p>
      <p class="wrong" id="call-problem" role="alert">
        {problem && t[problem]}
      </p>
      <p class="row">
        <button class="main" type="submit" aria-disabled={busy}>
          {busy ? t.sending : t.ask}
        </button>
        {Do(t.back, close)}
      </p>
    </form>
  );

  function Told({ callback }: { callback: WidgetCallback }) {
    const { status, phone, agent } = callback;
    const ringing = status === "ringing" && left() > 0;
    const words = ringing
      ? t.ringing
      : status === "accepted"
        ? fill(t.accepted, agent?.name || t.team)
        : status === "done"
          ? t.done
          : status === "waiting"
            ? t.waiting
            : status === "scheduled"
              ? t.later
              : status === "ringing"
                ? t.moment
                : t.missed;
    return (
      <div class="call told" key="told">
        {ringing && (
          <p class="left" role="timer" aria-label={fill(t.left, left())}>
            {left()}
          </p>
        )}
        {agent && status === "accepted" && <Face {...agent} />}
        <p role="status">{words}</p>
        <p class="number">{phone}</p>
        <p>{Do(ringing || status === "accepted" ? t.chat : t.back, close)}</p>
      </div>
    );
  }

  return {
    panel: () => shown && (asked ? <Told callback={asked} /> : <Form />),
    /** The form, with this number in it. */
    open: (phone = "") => {
      if (phone) number = phone;
      shown = true;
      chat.open();
      chat.redraw();
    },
    stop: () => clearInterval(timer),
  };
}

export const callback = define("callback", createCallback, css);
