// A service lets an integration in no more: administrators are told, and led to where it is mended.
import i18n from "i18next";
import { navigate } from "wouter/use-browser-location";
import * as api from "../../api/integrations";
import { queries } from "../../live/listFetch";
import { toast } from "../../ui/toasts";
import { KEY } from "./useIntegrations";
import { NS } from "./words";

const told = new Set<string>();

export async function tellLost(id: string): Promise<void> {
  const held = await queries.fetchQuery({ queryKey: KEY, queryFn: api.integrations });
  const one = held.connections.find((each) => each.id === id);
  if (!one?.broken.startsWith("needs_reconnecting")) return; // somebody has seen to it
  const mark = `${id}#${one.version}`;
  if (told.has(mark)) return; // the same news again
  told.add(mark);
  const words = i18n.getFixedT(i18n.language, NS);
  toast({
    tone: "bad",
    text: words("lostTold", { name: one.name, interpolation: { escapeValue: false } }),
    action: { label: words("look"), run: () => navigate("/settings/integrations") },
  });
}
