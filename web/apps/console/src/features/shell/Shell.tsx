import { lazy, Suspense, useState, type ReactNode } from "react";
import { useLocation } from "wouter";
import { useConnection } from "../../live/sync";
import { useShortcuts } from "../../ui/shortcuts";
import { catchEarly } from "../../ui/early";
import { Offers } from "../offers/Offers";
import { CallDock } from "../calls/CallDock";
import { toggleDock } from "../team/dock";
import { BroadcastBar, TeamLayer } from "../team/Team";
import { ConnectionBanner } from "./ConnectionBanner";
import { useDocumentBadge } from "./documentBadge";
import { Rail } from "./Rail";
import css from "./Shell.module.css";

const Palette = lazy(() => import("../palette/Palette"));
const ShortcutSheet = lazy(() => import("../palette/ShortcutSheet"));

type Layer = "" | "palette" | "keys";

export function Shell({ children }: { children: ReactNode }) {
  const [location, go] = useLocation();
  const [layer, setLayer] = useState<Layer>("");
  useDocumentBadge();
  const palette = () => {
    if (layer !== "palette") catchEarly("palette");
    setLayer("palette");
  };
  useShortcuts({ "mod+k": () => palette(), "/": () => go("/search"), "?": () => setLayer("keys"), c: () => toggleDock() });
  const connection = useConnection(({ state }) => state);
  const reading = /^\/(inbox\/[^/]+\/[^/]+|mentions)\/./.test(location);
  return (
    <div className={css.shell} data-reading={reading || undefined} data-connection={connection} data-testid="live">
      <Rail onKeys={() => setLayer("keys")} />
      <div className={css.main}>
        <ConnectionBanner />
        <BroadcastBar />
        <CallDock />
        <Offers />
        <div className={css.page}>{children}</div>
      </div>
      <TeamLayer />
      <Suspense fallback={null}>
        {layer === "palette" && <Palette close={() => setLayer("")} showKeys={() => setLayer("keys")} />}
        {layer === "keys" && <ShortcutSheet close={() => setLayer("")} />}
      </Suspense>
    </div>
  );
}
