import { IconWifiOff } from "@tabler/icons-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { reconnect, useConnection } from "../../live/sync";
import css from "./ConnectionBanner.module.css";

const GRACE = 2_500; // a short stumble is nobody's business
const FIRST_GRACE = 8_000; // nothing was lost yet

/** Says that the screen may be behind, once that lasts. */
export function ConnectionBanner() {
  const { t } = useTranslation();
  const open = useConnection(({ state }) => state === "open");
  const everOpen = useConnection((connection) => connection.everOpen);
  const online = useOnline();
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (open) return setShown(false);
    const timer = setTimeout(() => setShown(true), online ? (everOpen ? GRACE : FIRST_GRACE) : 0);
    return () => clearTimeout(timer);
  }, [open, online, everOpen]);
  if (!shown) return null;
  return (
    <div className={css.banner} role="status" data-testid="connection-banner">
      <IconWifiOff size={16} />
      <span>{t(online ? "connection.lost" : "connection.offline")}</span>
      {online && (
        <button type="button" onClick={reconnect}>
          {t("connection.now")}
        </button>
      )}
    </div>
  );
}

function subscribe(listener: () => void): () => void {
  addEventListener("online", listener);
  addEventListener("offline", listener);
  return () => {
    removeEventListener("online", listener);
    removeEventListener("offline", listener);
  };
}

const useOnline = (): boolean => useSyncExternalStore(subscribe, () => navigator.onLine);
