import { IconPaperclip, IconSend2 } from "@tabler/icons-react";
import type { Content } from "@tertulia/protocol";
import { useState, type FormEvent } from "react";
import { IconButton } from "../../../ui/IconButton";
import { useGraph } from "../state";
import { useToolWords } from "../toolWords";
import { isOver } from "./model";
import css from "./Simulator.module.css";
import type { Simulator } from "./useSimulator";

/** What the contact would send: words, or a file that stands for any. */
export function Pen({ simulator }: { simulator: Simulator }) {
  const { t } = useToolWords();
  const [text, setText] = useState("");
  const kind = useGraph().triggers[0]?.kind ?? "first_message";
  const over = isOver(simulator.simulation);
  const send = (content: Content) => {
    const begun = simulator.graph !== null; // also while its first answer is awaited
    simulator.send(begun ? { type: "replied", content } : { type: "started", kind, content });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!text.trim() || over) return;
    send({ kind: "text", text: text.trim() });
    setText("");
  };
  const file = () => send({ kind: "file", text: "", media: [{ mime: "application/pdf", name: t("sim.fileName"), size: 24_000, key: "simulated" }] });
  return (
    <form className={css.pen} onSubmit={submit}>
      <IconButton type="button" label={t("sim.file")} onClick={file} disabled={over}>
        <IconPaperclip size={17} />
      </IconButton>
      <input
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder={t("sim.write")}
        aria-label={t("sim.write")}
        maxLength={4000}
        disabled={over}
        dir="auto"
        data-testid="sim-field"
      />
      <IconButton type="submit" label={t("sim.send")} disabled={over || !text.trim()}>
        <IconSend2 size={17} />
      </IconButton>
    </form>
  );
}
