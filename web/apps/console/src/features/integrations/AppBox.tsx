import { useTranslation } from "react-i18next";
import { CopyLine } from "../settings/CopyLine";
import css from "./Integrations.module.css";
import { NS } from "./words";

/** What the owner's app at the service must know: where people come back to; or a text that makes it. */
export function AppBox({ back, manifest }: { back: string; manifest: string }) {
  const { t } = useTranslation(NS);
  return (
    <div className={css.app}>
      <CopyLine label={t("back")} text={back} />
      {manifest && <CopyLine label={t("manifest")} text={manifest} />}
    </div>
  );
}
