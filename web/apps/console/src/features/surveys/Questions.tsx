import { Button, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from "@tabler/icons-react";
import type { SurveyQuestion } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { IconButton } from "../../ui/IconButton";
import { KINDS, MOST_OPTIONS, MOST_QUESTIONS, question, USUAL, type Kind } from "./draft";
import type { Part } from "./SurveyForm";
import css from "./Surveys.module.css";

export function Questions({ draft, change, problems }: Part) {
  const { t } = useTranslation();
  const { questions } = draft;
  const put = (index: number, one: SurveyQuestion) =>
    change({ questions: questions.map((held, i) => (i === index ? one : held)) });
  const move = (index: number, by: -1 | 1) => {
    const order = [...questions];
    const [moved] = order.splice(index, 1);
    order.splice(index + by, 0, moved!);
    change({ questions: order });
  };
  return (
    <fieldset className={css.group}>
      <legend>{t("surveys.questions")}</legend>
      {problems.questions && (
        <p className={css.problem} role="alert">
          {problems.questions}
        </p>
      )}
      {questions.map((one, index) => (
        <section key={index} className={css.question} data-testid="question" aria-label={t("surveys.number", { number: index + 1 })}>
          <Head
            one={one}
            index={index}
            count={questions.length}
            put={(changed) => put(index, changed)}
            move={(by) => move(index, by)}
            remove={() => change({ questions: questions.filter((_, i) => i !== index) })}
          />
          <Fields one={one} where={`questions.${index}`} problems={problems} put={(changed) => put(index, changed)} />
        </section>
      ))}
      {questions.length < MOST_QUESTIONS && (
        <Button
          variant="subtle"
          size="xs"
          className={css.add}
          leftSection={<IconPlus size={14} />}
          onClick={() => change({ questions: [...questions, question("choice")] })}
        >
          {t("surveys.addQuestion")}
        </Button>
      )}
    </fieldset>
  );
}

interface HeadProps {
  one: SurveyQuestion;
  index: number;
  count: number;
  put(one: SurveyQuestion): void;
  move(by: -1 | 1): void;
  remove(): void;
}

function Head({ one, index, count, put, move, remove }: HeadProps) {
  const { t } = useTranslation();
  const number = index + 1;
  return (
    <div className={css.questionHead}>
      <NativeSelect
        aria-label={t("surveys.kind", { number })}
        value={one.kind}
        onChange={(event) => put({ ...question(event.currentTarget.value as Kind), id: one.id, text: one.text })}
        data={KINDS.map((value) => ({ value, label: t(`surveys.kindNames.${value}`) }))}
      />
      {count > 1 && (
        <>
          <IconButton label={t("surveys.up", { number })} disabled={index === 0} onClick={() => move(-1)}>
            <IconArrowUp size={16} />
          </IconButton>
          <IconButton label={t("surveys.down", { number })} disabled={index === count - 1} onClick={() => move(1)}>
            <IconArrowDown size={16} />
          </IconButton>
          <IconButton label={t("surveys.removeQuestion", { number })} onClick={remove}>
            <IconTrash size={16} />
          </IconButton>
        </>
      )}
    </div>
  );
}

interface FieldsProps {
  one: SurveyQuestion;
  where: string;
  problems: Record<string, string>;
  put(one: SurveyQuestion): void;
}

function Fields({ one, where, problems, put }: FieldsProps) {
  const { t } = useTranslation();
  const usual = USUAL.has(one.kind);
  return (
    <>
      <TextInput
        label={t("surveys.text")}
        description={usual ? t("surveys.usual") : undefined}
        placeholder={usual ? t(`surveys.asks.${one.kind as "csat"}`) : undefined}
        value={one.text}
        onChange={(event) => put({ ...one, text: event.currentTarget.value })}
        error={problems[`${where}.text`]}
        maxLength={500}
        required={!usual}
      />
      {one.kind === "choice" && <Options one={one} where={where} problems={problems} put={put} />}
      {one.kind === "scale" && (
        <div className={css.pair}>
          {(["low", "high"] as const).map((end) => (
            <NumberInput
              key={end}
              label={t(`surveys.${end}`)}
              value={one[end]}
              onChange={(value) => put({ ...one, [end]: Number(value) || 0 })}
              error={problems[`${where}.${end}`]}
              min={0}
              max={10}
              allowDecimal={false}
            />
          ))}
        </div>
      )}
      {(one.kind === "scale" || one.kind === "nps" || one.kind === "ces") && (
        <div className={css.pair}>
          {(["low_label", "high_label"] as const).map((name) => (
            <TextInput
              key={name}
              label={t(`surveys.${name}`)}
              value={one[name]}
              onChange={(event) => put({ ...one, [name]: event.currentTarget.value })}
              error={problems[`${where}.${name}`]}
              maxLength={40}
            />
          ))}
        </div>
      )}
    </>
  );
}

function Options({ one, where, problems, put }: FieldsProps) {
  const { t } = useTranslation();
  const options = one.options ?? [];
  const write = (index: number, text: string) =>
    put({ ...one, options: options.map((held, i) => (i === index ? text : held)) });
  return (
    <div className={css.options} role="group" aria-label={t("surveys.options")}>
      {options.map((option, index) => (
        <div key={index} className={css.option}>
          <TextInput
            aria-label={t("surveys.option", { number: index + 1 })}
            placeholder={t("surveys.option", { number: index + 1 })}
            value={option}
            onChange={(event) => write(index, event.currentTarget.value)}
            error={problems[`${where}.options.${index}`] ?? (index === 0 ? problems[`${where}.options`] : undefined)}
            maxLength={80}
          />
          {options.length > 2 && (
            <IconButton
              label={t("surveys.removeOption", { number: index + 1 })}
              onClick={() => put({ ...one, options: options.filter((_, i) => i !== index) })}
            >
              <IconTrash size={16} />
            </IconButton>
          )}
        </div>
      ))}
      {options.length < MOST_OPTIONS && (
        <Button
          variant="subtle"
          size="xs"
          className={css.add}
          leftSection={<IconPlus size={14} />}
          onClick={() => put({ ...one, options: [...options, ""] })}
        >
          {t("surveys.addOption")}
        </Button>
      )}
    </div>
  );
}
