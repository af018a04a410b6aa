import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import css from "./Empty.module.css";

interface Props {
  icon: ReactNode;
  title: string;
  text?: string;
  action?: { label: string; run(): void };
  tone?: "plain" | "bad";
}

/** Nothing here, or something went wrong: what it means, and the next step. */
export function Empty({ icon, title, text, action, tone = "plain" }: Props) {
  return (
    <div className={css.empty} role={tone === "bad" ? "alert" : undefined}>
      <span className={css.icon} data-tone={tone} aria-hidden="true">
        {icon}
      </span>
      <p className={css.title}>{title}</p>
      {text && <p className={css.text}>{text}</p>}
      {action && (
        <Button size="xs" variant="default" mt={8} onClick={action.run}>
          {action.label}
        </Button>
      )}
    </div>
  );
}
