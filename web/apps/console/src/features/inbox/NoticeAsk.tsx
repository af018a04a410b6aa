import { IconBell } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { canAsk } from "../../live/desktop";
import { useLive } from "../../live/store";
import { preference, usePreference } from "../../ui/preference";
import css from "./NoticeAsk.module.css";

const declined = preference("notices.declined", false);

/** Asks once, in words, before the browser does; not before there is something to be told of. */
export function NoticeAsk() {
  const { t } = useTranslation();
  const [no, setNo] = usePreference(declined);
  const [asked, setAsked] = useState(false);
  const something = useLive((state) => Object.keys(state.rows).length > 0);
  if (no || asked || !something || !canAsk()) return null;
  const ask = () => void Notification.requestPermission().finally(() => setAsked(true));
  return (
    <div className={css.ask} role="region" aria-label={t("notify.ask")}>
      <IconBell size={16} aria-hidden="true" />
      <p>{t("notify.ask")}</p>
      <div className={css.buttons}>
        <button type="button" className={css.yes} onClick={ask}>
          {t("notify.yes")}
        </button>
        <button type="button" onClick={() => setNo(true)}>
          {t("notify.no")}
        </button>
      </div>
    </div>
  );
}
