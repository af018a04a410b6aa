import { useTranslation } from "react-i18next";
import { useShallow } from "zustand/react/shallow";
import { useWorkspace } from "../../app/workspace";
import { useLive } from "../../live/store";
import { typingIn } from "../../live/typing";
import { Avatar } from "../../ui/Avatar";
import css from "./Colleagues.module.css";

/** Which colleague is answering, or writing a note, right now: nobody answers twice. */
export function Colleagues({ id }: { id: string }) {
  const words = useColleagueWords(id);
  if (!words) return null;
  return (
    <p className={css.line} role="status" data-testid="colleague-typing">
      {words.faces.map(({ id: agent, name }) => (
        <Avatar key={agent} id={agent} name={name} size="xs" />
      ))}
      <span className={css.words}>{words.text}</span>
      <span className={css.dots} aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
    </p>
  );
}

function useColleagueWords(id: string) {
  const { t, i18n } = useTranslation();
  const { me, agents } = useWorkspace();
  const there = useLive(useShallow((state) => Object.values(typingIn(state.typing, id))));
  const writing = there.filter((one) => one.author_kind === "agent" && one.author_id !== me.id);
  if (writing.length === 0) return null;
  const name = (agent: string, told = "") => agents.find((one) => one.id === agent)?.name ?? (told || t("someone"));
  const faces = writing.slice(0, 3).map((one) => ({ id: one.author_id, name: name(one.author_id, one.author_name) }));
  if (writing.length > 1) {
    const names = new Intl.ListFormat(i18n.language).format(faces.map((face) => face.name));
    return { faces, text: t("desk.collision.many", { names }) };
  }
  const words = writing[0]!.note ? "desk.collision.noting" : "desk.collision.replying";
  return { faces, text: t(words, { name: faces[0]!.name }) };
}
