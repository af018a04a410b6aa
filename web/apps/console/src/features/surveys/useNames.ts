import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../../app/workspace";
import type { Names } from "./csv";

/** By their ids; what is no longer there says so. */
export function useNames(): Names {
  const { t } = useTranslation();
  const { agents, queues, channels, tags = [] } = useWorkspace();
  return useMemo(() => {
    const of = (known: readonly { id: string; name: string }[]) => (id: string) =>
      id ? (known.find((one) => one.id === id)?.name ?? t("surveys.nobody")) : "";
    return { agent: of(agents), queue: of(queues), channel: of(channels), tag: of(tags) };
  }, [agents, queues, channels, tags, t]);
}
