import type { DeliveryTry } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { NS } from "./words";

const KNOWN = ["timeout", "unreachable", "private", "too_large", "redirect"] as const;

/** One try in words: its status, or why there was none, and how long it took. */
export function Outcome({ one: { status, error, ms } }: { one: DeliveryTry }) {
  const { t } = useTranslation(NS);
  const known = KNOWN.find((each) => each === error);
  const why = known ? t(`error.${known}`) : error;
  return (
    <>
      {[status ? `HTTP ${status}` : "", why].filter(Boolean).join(", ")} · {t("ms", { ms })}
    </>
  );
}
