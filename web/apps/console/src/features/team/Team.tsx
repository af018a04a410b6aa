// What of the team is on every screen: the panel if it is open, and what is still to be read.
import { lazy, Suspense, useEffect } from "react";
import { useWorkspace } from "../../app/workspace";
import { keptSaid } from "../../commands/teamOutbox";
import { unreadBroadcasts } from "../../live/team";
import { onRoomNotice, useTeam } from "../../live/teamSync";
import { useNow } from "../../ui/useNow";
import { showRoom, useDock } from "./dock";

const TeamDock = lazy(() => import("./TeamDock"));
const Card = lazy(() => import("./BroadcastCard"));

onRoomNotice(showRoom);

export function TeamLayer() {
  const { me } = useWorkspace();
  const open = useDock((dock) => dock.open);
  const ready = useTeam((state) => state.ready);
  useEffect(() => {
    if (!ready || keptSaid(me.id).length === 0) return;
    void import("../../commands/team").then(({ resumeInRooms }) => resumeInRooms(me.id));
  }, [ready, me.id]);
  return <Suspense fallback={null}>{open && <TeamDock />}</Suspense>;
}

export function BroadcastBar() {
  const { me } = useWorkspace();
  const now = useNow();
  const state = useTeam();
  const [first, ...more] = unreadBroadcasts(state, me.id, now);
  return <Suspense fallback={null}>{first && <Card broadcast={first} more={more.length} me={me.id} />}</Suspense>;
}
