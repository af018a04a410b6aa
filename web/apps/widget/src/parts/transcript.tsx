/** The conversation, by mail to the visitor. */
import type { TranscriptRequest } from "@tertulia/protocol";
import type { Chat } from "../chat";
import { define, Do, fill, h, inLanguage, Refused } from "../lazy/kit";
import css from "./transcript/transcript.css?inline";

const WORDS = {
  intro:
    "We send you what was said here.|Te enviamos lo que se ha dicho aquí.|Enviamos para você o que foi dito aqui.",
  email: "Your e-mail address|Tu correo electrónico|Seu e-mail",
  hint: "Links to files work for one hour.|Los enlaces a archivos funcionan durante una hora.|Os links para arquivos funcionam por uma hora.",
  send: "Send|Enviar|Enviar",
  sending: "One moment…|Un momento…|Um momento…",
  sent: "On its way to {}.|En camino a {}.|A caminho de {}.",
  back: "Back to the chat|Volver al chat|Voltar ao chat",
  bad: "This is not an e-mail address.|Esto no es un correo electrónico.|Isto não é um e-mail.",
  wait: "That was often. Try again in an hour.|Fueron muchas veces. Inténtalo en una hora.|Foram muitas vezes. Tente em uma hora.",
  failed: "Not sent. Try again.|No se envió. Inténtalo de nuevo.|Não foi enviado. Tente de novo.",
};

function createTranscript(chat: Chat) {
  const t = inLanguage(WORDS, chat.language);
  let shown = false;
  let email = "";
  let id = "";
  let busy = false;
  let done = false;
  let problem: "" | "bad" | "wait" | "failed" = "";

  const focus = (selector: string) =>
    setTimeout(() => chat.boot.root.querySelector<HTMLElement>(selector)?.focus());

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    if (busy) return;
    const typed = `${new FormData(event.currentTarget as HTMLFormElement).get("email") ?? ""}`.trim();
    if (typed !== email) id = ""; // another address is another mail
    email = typed;
    problem = /^\S+@\S+\.\S+$/.test(email) ? "" : "bad";
    busy = !problem;
    chat.redraw();
    if (problem) return focus(".mail input");
    id ||= chat.newId(); // sent again, it is still the same mail
    const body: TranscriptRequest = { client_id: id, email, language: chat.language };
    try {
      await chat.client.call("POST", "transcript", body);
      done = true;
    } catch (error) {
      const { status, field } = error as Refused;
      problem = field === "email" ? "bad" : status === 429 ? "wait" : "failed";
    }
    busy = false;
    chat.redraw();
    focus(done ? ".mail button" : ".mail input");
  }

  function close() {
    shown = false;
    chat.redraw();
    focus(".composer textarea");
  }

  const Form = () => (
    <form class="mail" key="mail" novalidate onSubmit={submit}>
      <p>{t.intro}</p>
      <p>
        <label for="mail-to">{t.email}</label>
        <input
          id="mail-to"
          name="email"
          type="email"
          autocomplete="email"
          maxlength={254}
          aria-required="true"
          aria-invalid={problem === "bad" ? true : null}
          aria-describedby="mail-problem mail-hint"
          ref={(field: HTMLInputElement) => (field.value = email || chat.state.contact?.email || "")}
        />
      </p>
      <p class="wrong" id="mail-problem" role="alert">
        {problem && t[problem]}
      </p>
      <small id="mail-hint">{t.hint}</small>
      <p class="row">
        <button class="go" aria-disabled={busy}>
          {busy ? t.sending : t.send}
        </button>
        {Do(t.back, close)}
      </p>
    </form>
  );

  const Sent = () => (
    <div class="mail" key="sent">
      <p role="status">{fill(t.sent, email)}</p>
      <p>{Do(t.back, close)}</p>
    </div>
  );

  return {
    panel: () => shown && (done ? <Sent /> : <Form />),
    open: () => {
      shown = true;
      done = false;
      problem = "";
      id = "";
      chat.open();
      chat.redraw();
      focus(".mail input");
    },
  };
}

export const transcript = define("transcript", createTranscript, css);
