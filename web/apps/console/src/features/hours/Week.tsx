import { Menu } from "@mantine/core";
import { IconCopy } from "@tabler/icons-react";
import type { HoursInterval } from "@tertulia/protocol";
import { IconButton } from "../../ui/IconButton";
import { weekday } from "./days";
import type { Part } from "./HoursForm";
import css from "./Hours.module.css";
import { Intervals } from "./Intervals";
import { useWords } from "./words";

const WORKDAYS = [0, 1, 2, 3, 4];
const ALL = [...WORKDAYS, 5, 6];

export function Week({ draft: { week }, change, errorOf }: Part) {
  const { t, i18n } = useWords();
  const put = (number: number, day: HoursInterval[]) => change({ week: week.map((held, i) => (i === number ? day : held)) });
  const copy = (from: number, to: readonly number[]) =>
    change({ week: week.map((held, i) => (to.includes(i) ? structuredClone(week[from]!) : held)) });
  return (
    <ul className={css.week}>
      {week.map((day, number) => {
        const name = weekday(number, i18n.language);
        return (
          <li key={number} className={css.day} data-testid={`day-${number}`}>
            <strong className={css.name}>{name}</strong>
            <Intervals
              day={day}
              name={name}
              place={`schedule.week.${number}`}
              put={(changed) => put(number, changed)}
              errorOf={errorOf}
            />
            <Menu position="bottom-end" withinPortal>
              <Menu.Target>
                <IconButton type="button" label={t("copy", { day: name })}>
                  <IconCopy size={16} />
                </IconButton>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={() => copy(number, WORKDAYS)}>{t("copyWorkdays")}</Menu.Item>
                <Menu.Item onClick={() => copy(number, ALL)}>{t("copyAll")}</Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </li>
        );
      })}
    </ul>
  );
}
