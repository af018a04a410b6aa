import { lazy, Suspense, useEffect, useState } from "react";
import { usePresence, useWorkspace } from "../../app/workspace";
import { useCalls } from "../../live/calls";
import { mine, ringing } from "../../rules/callbacks";

const CallCards = lazy(() => import("./CallCards"));

/** What rings, and whom I call: over every screen. Costs nothing while there is neither. */
export function CallDock() {
  const { me } = useWorkspace();
  const presence = usePresence(me);
  const { calls, hushed } = useCalls();
  const now = useSeconds(Object.values(calls).some(({ view }) => view.status === "ringing"));
  const heard =
    presence === "online" ? ringing(calls, now).filter((view) => hushed[view.id] !== view.version) : [];
  const own = mine(calls, me.id);
  if (heard.length + own.length === 0) return null;
  return (
    <Suspense fallback={null}>
      <CallCards ringing={heard} own={own} calls={calls} now={now} />
    </Suspense>
  );
}

/** The time, moving on by the second while it is needed. */
function useSeconds(on: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!on) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [on]);
  return now;
}
