import type { ReactNode } from "react";
import css from "./Settings.module.css";

export function PageHead({ title, lead, children }: { title: string; lead: string; children?: ReactNode }) {
  return (
    <header className={css.head}>
      <div>
        <h1>{title}</h1>
        <p className={css.lead}>{lead}</p>
      </div>
      {children}
    </header>
  );
}
