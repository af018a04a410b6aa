// Files that may go are let through; why the others may not is kept, in words.
import type { ConversationView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { fileSize, MOST_FILES, refuse } from "../../rules/limits";
import type { Mode } from "./drafts";

export function useRefusals(row: ConversationView, mode: Mode) {
  const { t } = useTranslation();
  const [refusals, setRefusals] = useState<string[]>([]);
  const refusal = useRefusal(row.channel_kind, mode === "note");
  const sort = (taken: readonly File[], folders = 0, held = 0): File[] => {
    const good = taken.filter((file) => refusal(file) === "");
    const room = Math.max(0, MOST_FILES - held);
    setRefusals([
      ...taken.map(refusal).filter((text) => text !== ""),
      ...(folders > 0 ? [t("compose.noFolders")] : []),
      ...(good.length > room ? [t("compose.tooMany", { count: MOST_FILES })] : []),
    ]);
    return good.slice(0, room);
  };
  return { refusals, sort, forget: () => setRefusals([]) };
}

/** Why a file cannot go, in words; '' if it can. */
export function useRefusal(channelKind: string, note: boolean): (file: File) => string {
  const { t, i18n } = useTranslation();
  const channel = t(`channel.${channelKind as "website"}`);
  return (file) => {
    const refused = refuse(file, channelKind, note);
    if (!refused) return "";
    if (refused.why === "empty") return t("composer.empty", { name: file.name });
    if (refused.why === "kind") return t("compose.wrongKind", { name: file.name, channel });
    const { value, unit } = fileSize(refused.limit);
    const limit = `${value.toLocaleString(i18n.language)} ${unit}`;
    return t("composer.tooLarge", { name: file.name, limit, channel });
  };
}
