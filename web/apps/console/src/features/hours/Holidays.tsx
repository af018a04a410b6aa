import { Button, Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { IconButton } from "../../ui/IconButton";
import { dateText } from "./days";
import type { Part } from "./HoursForm";
import css from "./Hours.module.css";
import { useCalendar } from "./useHours";
import { useWords } from "./words";

export function Holidays(part: Part) {
  return (
    <>
      <Country {...part} />
      <OwnDays {...part} />
    </>
  );
}

function Country({ draft: { country, subdivision }, change, errorOf }: Part) {
  const { t, i18n } = useWords();
  const year = new Date().getFullYear();
  const { data } = useCalendar(country, subdivision, year);
  const names = new Intl.DisplayNames(i18n.language, { type: "region", fallback: "code" });
  const countries = (data?.countries ?? (country ? [country] : []))
    .map((value) => ({ value, label: nameOf(names, value) }))
    .sort((a, b) => a.label.localeCompare(b.label, i18n.language));
  const regions = data?.subdivisions ?? [];
  return (
    <>
      <div className={css.pair}>
        <NativeSelect
          label={t("country")}
          value={country}
          error={errorOf("schedule.country")}
          data={[{ value: "", label: t("noCountry") }, ...countries]}
          onChange={(event) => change({ country: event.currentTarget.value, subdivision: "" })}
        />
        {country && regions.length > 0 && (
          <NativeSelect
            label={t("region")}
            value={subdivision}
            error={errorOf("schedule.subdivision")}
            data={[{ value: "", label: t("wholeCountry") }, ...regions.map(({ code, name }) => ({ value: code, label: name }))]}
            onChange={(event) => change({ subdivision: event.currentTarget.value })}
          />
        )}
      </div>
      {country && data && data.holidays.length > 0 && (
        <details className={css.listed}>
          <summary>{t("listed", { count: data.holidays.length, year })}</summary>
          <ul>
            {data.holidays.map(({ day, name }) => (
              <li key={day}>
                <time dateTime={day}>{dateText(day, i18n.language)}</time> {name}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** Some codes of the calendar are no region's that browsers know. */
function nameOf(names: Intl.DisplayNames, code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}

function OwnDays({ draft: { holidays }, change, errorOf }: Part) {
  const { t, i18n } = useWords();
  const [day, setDay] = useState("");
  const [name, setName] = useState("");
  const [yearly, setYearly] = useState(false);
  const twice = holidays.some((one) => one.day === day || ((one.yearly || yearly) && one.day.slice(5) === day.slice(5)));
  const add = () => {
    change({ holidays: [...holidays, { day, name: name.trim(), yearly }].sort((a, b) => a.day.localeCompare(b.day)) });
    setDay("");
    setName("");
    setYearly(false);
  };
  return (
    <fieldset className={css.own}>
      <legend>{t("ownDays")}</legend>
      {holidays.length > 0 && (
        <ul className={css.list}>
          {holidays.map((one, number) => (
            <li key={`${one.day}${one.yearly}`}>
              <time dateTime={one.day}>{dateText(one.day, i18n.language, one.yearly)}</time>
              <bdi className={css.grow}>{one.name}</bdi>
              <span className={css.quiet}>{t(one.yearly ? "yearly" : "once")}</span>
              <IconButton
                type="button"
                label={t("takeHoliday", { day: dateText(one.day, i18n.language, one.yearly) })}
                onClick={() => change({ holidays: holidays.filter((_, i) => i !== number) })}
              >
                <IconTrash size={16} />
              </IconButton>
              {errorOf(`schedule.holidays.${number}.day`) && (
                <p className={css.problem} role="alert">
                  {errorOf(`schedule.holidays.${number}.day`)}
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
      <div className={css.adder}>
        <TextInput type="date" label={t("day")} value={day} error={day && twice ? t("error.again") : undefined} onChange={(event) => setDay(event.currentTarget.value)} />
        <TextInput label={t("name")} value={name} maxLength={80} onChange={(event) => setName(event.currentTarget.value)} />
        <Checkbox label={t("yearly")} checked={yearly} onChange={(event) => setYearly(event.currentTarget.checked)} />
        <Button variant="default" leftSection={<IconPlus size={15} />} disabled={!day || twice} onClick={add}>
          {t("addHoliday")}
        </Button>
      </div>
    </fieldset>
  );
}
