import { useTranslation } from "react-i18next";
import { Mark } from "../ui/Mark";
import css from "./Splash.module.css";

export function Splash() {
  const { t } = useTranslation();
  return (
    <div className={css.splash} role="status" aria-label={t("loading")}>
      <Mark size={40} />
    </div>
  );
}
