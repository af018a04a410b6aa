import { Popover } from "@mantine/core";
import type { MessageView } from "@tertulia/protocol";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import css from "./WhyButton.module.css";

const Why = lazy(() => import("./Why"));
const GIVES = new Set(["conversation.assigned", "conversation.transferred"]);

/** Beside the line of an assignment: why he? */
export function WhyButton({ line }: { line: MessageView }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  if (!GIVES.has(line.content.event ?? "") || !line.content.data?.assignee_id) return null;
  return (
    <Popover opened={opened} onChange={setOpened} width={300} position="bottom" withRoles trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className={css.button} aria-expanded={opened} onClick={() => setOpened(!opened)}>
          {t("thread.why")}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("thread.why")}>
        <Suspense fallback={null}>{opened && <Why line={line} />}</Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
