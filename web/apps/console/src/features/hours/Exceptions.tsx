import { Button, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { ExceptionalDay } from "@tertulia/protocol";
import { useState } from "react";
import { IconButton } from "../../ui/IconButton";
import { dateText } from "./days";
import type { Part } from "./HoursForm";
import css from "./Hours.module.css";
import { Intervals } from "./Intervals";
import { useWords } from "./words";

export function Exceptions({ draft: { exceptions }, change, errorOf }: Part) {
  const { t, i18n } = useWords();
  const [day, setDay] = useState("");
  const [name, setName] = useState("");
  const twice = exceptions.some((one) => one.day === day);
  const put = (number: number, changed: Partial<ExceptionalDay>) =>
    change({ exceptions: exceptions.map((one, i) => (i === number ? { ...one, ...changed } : one)) });
  const add = () => {
    const made = [...exceptions, { day, name: name.trim(), hours: [] }];
    change({ exceptions: made.sort((a, b) => a.day.localeCompare(b.day)) });
    setDay("");
    setName("");
  };
  return (
    <>
      {exceptions.length > 0 && (
        <ul className={css.list}>
          {exceptions.map((one, number) => {
            const shown = dateText(one.day, i18n.language);
            return (
              <li key={one.day} data-testid="exception">
                <span className={css.when}>
                  <time dateTime={one.day}>{shown}</time>
                  {one.name && <bdi className={css.quiet}>{one.name}</bdi>}
                </span>
                <Intervals
                  day={one.hours ?? []}
                  name={shown}
                  place={`schedule.exceptions.${number}.hours`}
                  closed={t("closedThen")}
                  put={(hours) => put(number, { hours })}
                  errorOf={errorOf}
                />
                <IconButton
                  type="button"
                  label={t("takeException", { day: shown })}
                  onClick={() => change({ exceptions: exceptions.filter((_, i) => i !== number) })}
                >
                  <IconTrash size={16} />
                </IconButton>
              </li>
            );
          })}
        </ul>
      )}
      <div className={css.adder}>
        <TextInput type="date" label={t("day")} value={day} error={day && twice ? t("error.again") : undefined} onChange={(event) => setDay(event.currentTarget.value)} />
        <TextInput label={t("name")} value={name} maxLength={80} onChange={(event) => setName(event.currentTarget.value)} />
        <Button variant="default" leftSection={<IconPlus size={15} />} disabled={!day || twice} onClick={add}>
          {t("addException")}
        </Button>
      </div>
    </>
  );
}
