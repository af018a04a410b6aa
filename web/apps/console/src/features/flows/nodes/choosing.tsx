// What buttons and a list have in common: a text, choices with a way out each, and wrong answers.
import { AnswerFields } from "../fields/AnswerFields";
import { ChoicesField } from "../fields/ChoicesField";
import { rowsOf, textOf } from "../fields/lists";
import { TemplateField } from "../fields/TemplateField";
import type { Data } from "../types";
import { useWords } from "../words";
import { choiceFaults, needs } from "./checks";
import type { FormProps, NodeKind } from "./kind";
import { ERROR, INVALID, NO_ANSWER, ways } from "./ports";

const NONE = { amount: 0, unit: "hours" };
export const newAnswer = (): Data => ({ variable: "", retries: 2, retry_text: "", no_answer: NONE });

interface Choosing extends Pick<NodeKind, "kind" | "Icon"> {
  prefix: string; // of a choice's id
  most: number;
  url?: boolean; // a choice may lead to an address
  described?: boolean; // a choice has a second line
  words: { list: string; add: string; many?: { over: number; say: string } };
}

export function choosing({ kind, Icon, prefix, most, url, described, words }: Choosing): NodeKind {
  function Form(form: FormProps) {
    const { t } = useWords();
    const { many } = words;
    return (
      <>
        <TemplateField form={form} name="text" />
        <ChoicesField form={form} name="choices" prefix={prefix} most={most} url={url} described={described} label={t(words.list)} addLabel={t(words.add)} />
        {many && rowsOf(form.data, "choices").length > many.over && <p>{t(many.say)}</p>}
        <AnswerFields form={form} />
      </>
    );
  }
  return {
    kind,
    group: "ask",
    Icon,
    make: () => ({ text: "", choices: [1, 2].map((number) => ({ id: `${prefix}${number}`, title: "" })), ...newAnswer() }),
    ports: (data) => [...ways(data, "choices"), INVALID, NO_ANSWER, ERROR],
    text: (data) => textOf(data, "text"),
    check: (data) => [...needs(data, "text"), ...choiceFaults(data)],
    Form,
  };
}
