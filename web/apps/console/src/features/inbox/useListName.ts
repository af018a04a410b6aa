import { useTranslation } from "react-i18next";
import { useWorkspace } from "../../app/workspace";
import { WITH_BOT } from "../../rules/bots";
import { DEADLINES } from "../../rules/promises";
import { partsOf, type ListKey } from "../../rules/lists";
import { useViews } from "../views/useViews";

/** What a list is called: its view, queue, tag or saved view. */
export function useListName({ view }: ListKey): string {
  const { t } = useTranslation();
  const { queues, tags = [] } = useWorkspace();
  const { data = [] } = useViews();
  const { kind, of } = partsOf(view);
  const named = (things: readonly { id: string; name: string }[]) => things.find(({ id }) => id === of)?.name ?? "";
  if (kind === "queue") return named(queues);
  if (kind === "tag") return named(tags);
  if (kind === "view") return named(data);
  if (view === WITH_BOT) return t("bots.view");
  if (view === DEADLINES) return t("promises.view");
  return kind === "filter" ? t("lists.filtered") : t(`view.${kind as "mine"}`);
}
