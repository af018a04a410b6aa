import { useTranslation } from "react-i18next";
import { resources, toggled, type Preset } from "./scopes";
import css from "./Tokens.module.css";
import { NS } from "./words";

interface Props {
  all: string[];
  preset: Preset;
  own: string[];
  choose(preset: Preset): void;
  change(own: string[]): void;
}

const PRESETS: Preset[] = ["read", "all", "own"];

export function ScopeFields({ all, preset, own, choose, change }: Props) {
  const { t } = useTranslation(NS);
  return (
    <fieldset className={css.scopes}>
      <legend>{t("may")}</legend>
      <div className={css.presets}>
        {PRESETS.map((one) => (
          <label key={one} className={css.preset}>
            <input type="radio" name="preset" checked={preset === one} onChange={() => choose(one)} />
            {t(`presets.${one}`)}
          </label>
        ))}
      </div>
      {preset === "own" && <Table all={all} own={own} change={change} />}
    </fieldset>
  );
}

function Table({ all, own, change }: Pick<Props, "all" | "own" | "change">) {
  const { t } = useTranslation(NS);
  const box = (scope: string, label: string) => (
    <input
      type="checkbox"
      aria-label={label}
      checked={own.includes(scope)}
      onChange={() => change(toggled(all, own, scope))}
    />
  );
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th scope="col">{t("resource")}</th>
          <th scope="col">{t("read")}</th>
          <th scope="col">{t("write")}</th>
        </tr>
      </thead>
      <tbody>
        {resources(all).map(({ name, reads, writes }) => {
          const what = t(`names.${name as "tags"}`);
          return (
            <tr key={name}>
              <th scope="row">{what}</th>
              <td>{reads && box(`${name}:read`, t("readOf", { what }))}</td>
              <td>{writes && box(`${name}:write`, t("writeOf", { what }))}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
