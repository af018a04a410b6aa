import { useQuery } from "@tanstack/react-query";
import type { MessageView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { received } from "../../api/shelf";
import { sayWhy } from "../../ui/sayWhy";
import css from "./Received.module.css";

/** What the provider sent of this message, as it came: kept whole, and shown to administrators. */
export default function Received({ message }: { message: MessageView }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { data, error } = useQuery({
    queryKey: ["received", message.conversation_id, message.seq],
    queryFn: () => received(message.conversation_id, message.seq),
    enabled: open,
    staleTime: Infinity,
    retry: false,
  });
  return (
    <>
      <button type="button" className={css.rawToggle} aria-expanded={open} onClick={() => setOpen(!open)}>
        {t(open ? "message.hideRaw" : "message.showRaw")}
      </button>
      {open && (
        <pre className={css.raw} tabIndex={0} aria-busy={!data && !error} data-testid="received">
          {data ? pretty(data.raw) + (data.cut ? "\n…" : "") : error ? sayWhy(error) : t("loading")}
        </pre>
      )}
    </>
  );
}

function pretty(raw: string): string {
  try {
    return JSON.stringify(JSON.parse(raw), null, 2);
  } catch {
    return raw;
  }
}
