import type { ReactNode } from "react";
import css from "./Section.module.css";

export function Section({ title, first, children }: { title: string; first?: boolean; children: ReactNode }) {
  return (
    <section className={css.section} data-first={first || undefined}>
      <h3 className={css.title}>{title}</h3>
      {children}
    </section>
  );
}

export function Fact({ name, title, children }: { name: string; title?: string; children: ReactNode }) {
  return (
    <div className={css.fact}>
      <dt>{name}</dt>
      <dd title={title}>{children}</dd>
    </div>
  );
}
