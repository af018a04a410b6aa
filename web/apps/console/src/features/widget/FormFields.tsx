import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../../app/workspace";
import type { Form } from "./Fields";
import { askedOf, FORM_FIELDS, idsOf, listOf, type Asked } from "./model";
import css from "./Widget.module.css";

const ASKED: readonly Asked[] = ["no", "may", "must"];

export function PrechatFields({ form }: { form: Form }) {
  const { t } = useTranslation();
  const asked = askedOf(form.settings.prechat_fields);
  const error = form.errors["settings.prechat_fields"];
  return (
    <fieldset>
      <legend className={css.legend}>{t("site.labels.prechat_fields")}</legend>
      <div className={css.triple}>
        {FORM_FIELDS.map((field) => (
          <NativeSelect
            key={field}
            label={t(`contact.${field}`)}
            value={asked[field]}
            data={ASKED.map((value) => ({ value, label: t(`site.asked.${value}`) }))}
            onChange={(event) =>
              form.set("prechat_fields", listOf({ ...asked, [field]: event.currentTarget.value as Asked }))
            }
          />
        ))}
      </div>
      {error && <p className={css.refusal}>{error}</p>}
    </fieldset>
  );
}

export function Departments({ form }: { form: Form }) {
  const { t } = useTranslation();
  const { queues } = useWorkspace();
  const chosen = idsOf(form.settings.departments);
  const toggle = (id: string) =>
    form.set("departments", (chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]).join(","));
  const error = form.errors["settings.departments"];
  return (
    <fieldset>
      <legend className={css.legend}>{t("site.labels.departments")}</legend>
      <p className={css.quiet}>{t("site.hints.departments")}</p>
      <div className={css.checks}>
        {queues.map((queue) => (
          <label key={queue.id}>
            <input type="checkbox" checked={chosen.includes(queue.id)} onChange={() => toggle(queue.id)} />
            <bdi>{queue.name}</bdi>
          </label>
        ))}
      </div>
      {error && <p className={css.refusal}>{error}</p>}
    </fieldset>
  );
}
