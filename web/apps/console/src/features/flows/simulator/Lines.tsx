import { IconAlertTriangle, IconFile, IconPoint } from "@tabler/icons-react";
import type { Content } from "@tertulia/protocol";
import type { ReactNode } from "react";
import { useWorkspace } from "../../../app/workspace";
import { webAddress } from "../../../rules/links";
import { ShownMarks, shownMarks } from "../../thread/content/Marked";
import { Medias } from "../../thread/content/Medias";
import { ContactCards } from "../../thread/content/Cards";
import { RichText } from "../../thread/content/RichText";
import { goTo } from "../state";
import { useToolWords } from "../toolWords";
import type { Line as LineOf } from "./model";
import css from "./Simulator.module.css";
import type { Effect, SimEvent } from "./types";

interface Props {
  line: LineOf;
  open: boolean; // its options can be pressed
  send(event: SimEvent): void;
}

export function Line({ line, open, send }: Props) {
  if (line.kind === "mark") return <Mark effect={line.effect} />;
  return (
    <div className={css.bubble} data-side={line.kind} data-testid={`sim-${line.kind}`}>
      <ShownMarks value={shownMarks("website", line.kind === "me" ? "contact" : "bot")}>
        {line.kind === "me" ? <Mine content={line.content} /> : <Theirs content={line.content} open={open} send={send} />}
      </ShownMarks>
    </div>
  );
}

function Mine({ content }: { content: Content }) {
  const name = content.media?.[0]?.name;
  if (name) return <FileName name={name} />;
  return <RichText text={content.choice?.title || content.text || ""} />;
}

const FileName = ({ name }: { name: string }) => (
  <span className={css.file}>
    <IconFile size={16} aria-hidden="true" /> {name}
  </span>
);

function Theirs({ content, open, send }: { content: Content } & Omit<Props, "line">) {
  const { media = [], options = [] } = content;
  const kind = content.kind === "options" ? "image" : content.kind;
  return (
    <>
      {media.length > 0 && (media[0]!.key ? <Medias content={{ ...content, kind }} /> : media.map(({ name, url }, i) => <FileName key={i} name={name || url || "?"} />))}
      {content.kind === "contact" && <ContactCards content={content} />}
      {content.text && <RichText text={content.text} />}
      {options.length > 0 && (
        <div className={css.options} data-many={options.length > 3 || undefined}>
          {options.map((option) => (
            <Choice key={option.id} option={option} open={open} send={send} />
          ))}
        </div>
      )}
    </>
  );
}

type Option = NonNullable<Content["options"]>[number];

/** Pressed, it is the answer; one with an address leads there. */
function Choice({ option, open, send }: { option: Option } & Omit<Props, "line">) {
  const { id, title, description } = option;
  const address = webAddress(option.url ?? "");
  if (address) {
    return (
      <a href={address} target="_blank" rel="noopener noreferrer nofollow" dir="auto">
        {title}
      </a>
    );
  }
  const choose = () => send({ type: "replied", content: { kind: "choice", text: title, choice: { id, title } } });
  return (
    <button type="button" disabled={!open} onClick={choose}>
      <span dir="auto">{title}</span>
      {description && <small dir="auto">{description}</small>}
    </button>
  );
}

/** What the flow did, quietly; a failure less so. A click shows the node. */
function Mark({ effect }: { effect: Effect }) {
  const words = useMarkWords();
  const bad = effect.type === "failed";
  const inside = (
    <>
      {bad ? <IconAlertTriangle size={13} aria-hidden="true" /> : <IconPoint size={13} aria-hidden="true" />}
      <span>{words(effect)}</span>
    </>
  );
  return effect.node ? (
    <button type="button" className={css.mark} data-bad={bad || undefined} onClick={() => goTo(effect.node!)} data-testid="sim-mark">
      {inside}
    </button>
  ) : (
    <p className={css.mark} data-bad={bad || undefined} data-testid="sim-mark">
      {inside}
    </p>
  );
}

function useMarkWords(): (effect: Effect) => ReactNode {
  const { t } = useToolWords();
  const { queues, agents, tags = [] } = useWorkspace();
  const named = (things: readonly { id: string; name: string }[], id: string) => things.find((one) => one.id === id)?.name ?? id;
  return (effect) => {
    switch (effect.type) {
      case "note":
        return t("sim.did.note", { text: effect.text });
      case "tag": {
        const add = (effect.add ?? []).map((id) => `+ ${named(tags, id)}`);
        const remove = (effect.remove ?? []).map((id) => `− ${named(tags, id)}`);
        return t("sim.did.tag", { tags: [...add, ...remove].join(", ") });
      }
      case "set_attribute":
        return t(`sim.did.${effect.scope}`, { name: effect.name, value: effect.value || "—" });
      case "hand_off":
        if (effect.agent_id) return t("sim.did.toAgent", { name: named(agents, effect.agent_id) });
        if (effect.queue_id) return t("sim.did.toQueue", { name: named(queues, effect.queue_id) });
        return t("sim.did.toInbox");
      case "call_http":
        return t("sim.did.http", { method: effect.method, url: effect.url });
      case "emit":
        return t("sim.did.emit", { action: effect.action });
      case "ended":
        return t(`sim.ended.${effect.outcome}`);
      case "failed":
        return t("sim.did.failed", { message: effect.message });
      default:
        return t(`sim.did.${effect.type}`);
    }
  };
}
