import { Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconChecks, IconClock, IconExclamationCircle } from "@tabler/icons-react";
import type { MessageView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import css from "./Delivery.module.css";

const SIGNS = {
  queued: IconClock,
  sending: IconClock,
  sent: IconCheck,
  delivered: IconChecks,
  read: IconChecks,
  failed: IconExclamationCircle,
};

/** How far our message has come. */
export function Delivery({ message, pending }: { message: MessageView; pending: boolean }) {
  const { t } = useTranslation();
  const state = pending ? "sending" : (message.delivery?.state ?? "none");
  if (state === "none") return null;
  const Sign = SIGNS[state];
  const label = t(`delivery.${state}`);
  return (
    <>
      {message.delivery?.doubtful && (
        <Tooltip label={t("desk.doubtful")} multiline w={260} withArrow={false} events={{ hover: true, focus: true, touch: true }}>
          <span className={css.doubtful} role="img" tabIndex={0} aria-label={t("desk.doubtful")} data-testid="doubtful">
            <IconAlertTriangle size={13} />
          </span>
        </Tooltip>
      )}
      <span className={css.sign} data-state={state} title={label} role="img" aria-label={label} data-testid="delivery">
        <Sign size={14} stroke={2.2} />
      </span>
    </>
  );
}
