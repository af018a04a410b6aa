import type { AgentView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../../app/workspace";
import css from "./Agents.module.css";

export type Role = AgentView["role"];

/** Owners are made by owners, and of people who are here already. */
export function RoleField({ value, owners, change }: { value: Role; owners?: boolean; change(role: Role): void }) {
  const { t } = useTranslation();
  const { me } = useWorkspace();
  const roles: Role[] = ["administrator", "supervisor", "agent"];
  if (owners && me.role === "owner") roles.unshift("owner");
  return (
    <fieldset>
      <legend className={css.legend}>{t("account.role")}</legend>
      <div className={css.roles}>
        {roles.map((role) => (
          <label key={role} className={css.role}>
            <input type="radio" name="role" value={role} checked={value === role} onChange={() => change(role)} />
            <span>
              {t(`account.roles.${role}`)}
              <small>{t(`account.roleHints.${role}`)}</small>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
