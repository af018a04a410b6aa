/** How it was: stars at once, words if one likes; changeable until the next end. */
import type { WidgetConversation } from "@tertulia/protocol";
import type { Chat } from "../chat";
import { define, Do, fill, h, inLanguage, Refused } from "../lazy/kit";
import css from "./rating/rating.css?inline";

const WORDS = {
  ask: "How was it?|¿Qué te pareció?|Como foi?",
  star: "{} of 5|{} de 5|{} de 5",
  more: "What could be better? (optional)|¿Qué podría mejorar? (opcional)|O que pode melhorar? (opcional)",
  send: "Send|Enviar|Enviar",
  thanks: "Thank you. You gave {} of 5.|Gracias. Diste {} de 5.|Obrigado. Você deu {} de 5.",
  change: "Change|Cambiar|Alterar",
  failed: "Not sent. Try again.|No se envió. Inténtalo de nuevo.|Não foi enviado. Tente de novo.",
  wait: "Too quick. Try again in a minute.|Demasiado rápido. Inténtalo en un minuto.|Rápido demais. Tente em um minuto.",
};
const STAR = "M12 3.6l2.6 5.3 5.8.8-4.2 4.1 1 5.8-5.2-2.7-5.2 2.7 1-5.8-4.2-4.1 5.8-.8z";
const SCORES = [1, 2, 3, 4, 5];

function createRating(chat: Chat) {
  const t = inLanguage(WORDS, chat.language);
  let of = ""; // the closing that what follows is about
  let score = 0;
  let asking = false; // shown although it is not over, or though he has rated
  let thanked = false;
  let problem: "" | "failed" | "wait" = "";
  let busy = false;

  const focus = (selector: string) =>
    setTimeout(() => chat.boot.root.querySelector<HTMLElement>(`.rate ${selector}`)?.focus());

  async function send(comment = "") {
    const { conversation } = chat.state;
    if (busy || !conversation) return;
    busy = true;
    problem = "";
    chat.redraw();
    try {
      const answer = await chat.client.call<WidgetConversation>("POST", "rating", { score, comment });
      const held = chat.state.conversation;
      if (held?.id === answer.id) chat.set({ conversation: { ...held, rating: answer.rating } });
      if (comment) thank();
    } catch (error) {
      problem = (error as Refused).status === 429 ? "wait" : "failed";
    }
    busy = false;
    chat.redraw();
  }

  function choose(chosen: number) {
    score = chosen;
    asking = true;
    void send();
    focus("textarea");
  }

  function submit(event: SubmitEvent) {
    event.preventDefault();
    const words = `${new FormData(event.currentTarget as HTMLFormElement).get("comment") ?? ""}`.trim();
    if (!words && !problem) {
      thank();
      return chat.redraw();
    }
    void send(words);
  }

  function thank() {
    asking = false;
    thanked = true;
  }

  const Stars = () => (
    <div class="stars" role="group" aria-label={t.ask}>
      {SCORES.map((each) => (
        <button
          type="button"
          class={each <= score ? "lit" : ""}
          aria-label={fill(t.star, each)}
          aria-pressed={each === score}
          onClick={() => choose(each)}
        >
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d={STAR} />
          </svg>
        </button>
      ))}
    </div>
  );

  const Ask = () => (
    <form class="rate" key="rate" onSubmit={submit}>
      <p>{t.ask}</p>
      <Stars />
      {score > 0 && [
        <textarea name="comment" maxlength={1000} rows={2} placeholder={t.more} aria-label={t.more} />,
        <p class="wrong" role="alert">
          {problem && t[problem]}
        </p>,
        <button class="go" aria-disabled={busy}>
          {t.send}
        </button>,
      ]}
    </form>
  );

  const Done = ({ given }: { given: number }) => (
    <div class="rate" key="rated">
      <p role="status">{fill(t.thanks, given)}</p>
      {Do(t.change, () => {
        score = given;
        asking = true;
        chat.redraw();
        focus(".lit[aria-pressed=true]");
      })}
    </div>
  );

  return {
    end: () => {
      const { conversation, config } = chat.state;
      if (!config?.rating || !conversation) return null;
      const now = `${conversation.id} ${conversation.status === "resolved"}`;
      if (of !== now) {
        if (of) asking = thanked = false;
        of = now;
        score = 0;
        problem = "";
      }
      const given = conversation.rating ?? 0;
      if (asking) return <Ask />;
      const over = conversation.status === "resolved";
      if (given) return (over || thanked) && <Done given={given} />;
      return over && <Ask />;
    },
    /** Chosen in the menu. */
    open: () => {
      const { conversation } = chat.state;
      of = `${conversation?.id} ${conversation?.status === "resolved"}`;
      score = conversation?.rating ?? 0;
      asking = true;
      chat.open();
      chat.redraw();
      setTimeout(() => chat.boot.root.querySelector(".rate")?.scrollIntoView({ block: "nearest" }));
      focus(".stars button");
    },
  };
}

export const rating = define("rating", createRating, css);
