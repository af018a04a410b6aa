// A webhook was switched off by itself: its administrators are told, and led to its ledger.
import i18n from "i18next";
import type { Bootstrap } from "@tertulia/protocol";
import { navigate } from "wouter/use-browser-location";
import * as api from "../../api/webhooks";
import { canManage } from "../../app/workspace";
import { queries } from "../../live/listFetch";
import { toast } from "../../ui/toasts";
import { NS } from "./words";

const told = new Set<string>();

export async function tellOff(id: string, why?: string): Promise<void> {
  const me = queries.getQueryData<Bootstrap>(["me"])?.me;
  if (!me || !canManage(me)) return;
  if (why === "lost") return (await import("../integrations/notice")).tellLost(id);
  const held = await queries.fetchQuery({ queryKey: ["webhooks"], queryFn: api.webhooks });
  const one = held.webhooks.find((each) => each.id === id);
  const mark = `${id}#${one?.version}`;
  if (told.has(mark)) return; // the same news again
  told.add(mark);
  if (!one || (one.off !== "failing" && one.off !== "gone")) return; // somebody has seen to it
  const words = i18n.getFixedT(i18n.language, NS);
  toast({
    tone: "bad",
    text: words("offTold", { name: one.description || one.url, interpolation: { escapeValue: false } }),
    action: { label: words("offLook"), run: () => navigate(`/settings/webhooks/${id}`) },
  });
}
