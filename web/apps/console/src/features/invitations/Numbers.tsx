import type { InvitationView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { conversion } from "./draft";
import css from "./Invitations.module.css";

const EVENTS = ["shown", "opened", "answered"] as const;

/** What came of it, for each text. */
export function Numbers({ invitation }: { invitation: InvitationView }) {
  const { t, i18n } = useTranslation();
  const variants = Object.entries(invitation.counts ?? {});
  if (!variants.some(([, counts]) => counts.shown)) return <p className={css.quiet}>{t("invitations.noNumbers")}</p>;
  const percent = new Intl.NumberFormat(i18n.language, { style: "percent", maximumFractionDigits: 1 });
  return (
    <dl className={css.numbers}>
      {variants.map(([variant, counts]) => {
        const rate = conversion(counts);
        return (
          <div key={variant} data-testid={`numbers-${variant}`}>
            <dt>
              {variants.length > 1 && <b className={css.variant}>{t("invitations.variant", { variant })}</b>}
              <span className={css.said}>{invitation.texts?.[variant === "B" ? 1 : 0]}</span>
            </dt>
            <dd>
              {EVENTS.map((event) => (
                <span key={event}>
                  {t(`invitations.${event}`)} <b className="num">{counts[event] ?? 0}</b>
                </span>
              ))}
              {rate !== null && (
                <span className={css.rate}>{t("invitations.rate", { percent: percent.format(rate) })}</span>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
