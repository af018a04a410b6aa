import { Loader } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { loadOlder } from "../../commands/loadOlder";
import css from "./OlderEdge.module.css";

interface Props {
  id: string;
  more: boolean;
  near: boolean;
}

/** The top of what is loaded: fetches more as the reader comes near. */
export function OlderEdge({ id, more, near }: Props) {
  const { t } = useTranslation();
  const [state, setState] = useState<"idle" | "loading" | "failed">("idle");
  useEffect(() => {
    if (!more || !near || state !== "idle") return;
    setState("loading");
    loadOlder(id).then(
      () => setState("idle"),
      () => setState("failed"),
    );
  }, [id, more, near, state]);
  if (!more) return <p className={css.edge}>{t("thread.start")}</p>;
  if (state === "failed") {
    return (
      <p className={css.edge} role="alert">
        {t("thread.olderFailed")}{" "}
        <button type="button" onClick={() => setState("idle")}>
          {t("retry")}
        </button>
      </p>
    );
  }
  return (
    <div className={css.edge}>
      <Loader size={18} color="gray" />
    </div>
  );
}
