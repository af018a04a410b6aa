import { NativeSelect, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import type { ChannelView, LiveVisitor } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { choices, DIRECT, sourceOf, type VisitorFilter } from "../../rules/visitors";
import { placeName } from "../../rules/visitor";
import css from "./Visitors.module.css";

interface Props {
  visitors: readonly LiveVisitor[];
  sites: readonly ChannelView[];
  filter: VisitorFilter;
  change(filter: VisitorFilter): void;
}

export function Filters({ visitors, sites, filter, change }: Props) {
  const { t, i18n } = useTranslation();
  const set = (name: keyof VisitorFilter) => (event: { currentTarget: { value: string } }) =>
    change({ ...filter, [name]: event.currentTarget.value });
  const sources = choices(visitors, (one) => sourceOf(one) || DIRECT);
  const countries = choices(visitors, (one) => one.country ?? "");
  return (
    <div className={css.filters} role="search" aria-label={t("visits.filters")}>
      <TextInput
        className={css.search}
        aria-label={t("visits.filterPage")}
        placeholder={t("visits.filterPage")}
        leftSection={<IconSearch size={16} />}
        value={filter.page}
        onChange={set("page")}
        maxLength={200}
      />
      {sites.length > 1 && (
        <NativeSelect
          aria-label={t("visits.filterSite")}
          value={filter.site}
          onChange={set("site")}
          data={[
            { value: "", label: t("visits.anySite") },
            ...sites.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      )}
      <NativeSelect
        aria-label={t("visits.filterSource")}
        value={filter.source}
        onChange={set("source")}
        data={[
          { value: "", label: t("visits.anySource") },
          ...kept(sources, filter.source).map((value) => ({
            value,
            label: value === DIRECT ? t("visits.direct") : value,
          })),
        ]}
      />
      <NativeSelect
        aria-label={t("visits.filterCountry")}
        value={filter.country}
        onChange={set("country")}
        data={[
          { value: "", label: t("visits.anyCountry") },
          ...kept(countries, filter.country).map((value) => ({ value, label: placeName(value, "", i18n.language) })),
        ]}
      />
      <NativeSelect
        aria-label={t("visits.filterKind")}
        value={filter.kind}
        onChange={set("kind")}
        data={[
          { value: "", label: t("visits.anyKind") },
          { value: "new", label: t("visits.new") },
          { value: "returning", label: t("visits.returning") },
        ]}
      />
    </div>
  );
}

/** The chosen one stays to be seen, though nobody has it any more. */
const kept = (values: string[], chosen: string): string[] =>
  !chosen || values.includes(chosen) ? values : [...values, chosen];
