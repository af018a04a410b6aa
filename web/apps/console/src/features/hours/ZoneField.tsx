import { Select } from "@mantine/core";
import { useMemo } from "react";
import { zoneNames } from "../../rules/zones";
import type { Part } from "./HoursForm";
import css from "./Hours.module.css";
import { useWords } from "./words";

const MOST_SHOWN = 60;

export function ZoneField({ draft: { zone }, change, errorOf }: Part) {
  const { t } = useWords();
  const data = useMemo(
    () => zoneNames([zone]).map((value) => ({ value, label: value.replaceAll("_", " ") })),
    [zone],
  );
  return (
    <Select
      className={css.zone}
      label={t("zone")}
      placeholder={t("zoneSearch")}
      data={data}
      value={zone}
      error={errorOf("schedule.zone")}
      searchable
      limit={MOST_SHOWN}
      allowDeselect={false}
      nothingFoundMessage={t("zoneNothing")}
      onChange={(value) => value && change({ zone: value })}
    />
  );
}
