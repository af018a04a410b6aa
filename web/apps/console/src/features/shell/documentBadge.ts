import { unread } from "@tertulia/protocol";
import { useEffect } from "react";
import { useWorkspace } from "../../app/workspace";
import { useLive } from "../../live/store";

/** "(3) Tertulia": open conversations of mine, or of nobody, with something unread. */
export function useDocumentBadge(): void {
  const { me, account } = useWorkspace();
  const count = useLive((state) => {
    let found = 0;
    for (const row of Object.values(state.rows)) {
      const concerns = row.status === "open" && (!row.assignee_id || row.assignee_id === me.id);
      if (concerns && unread(row, me.id) > 0) found++;
    }
    return found;
  });
  useEffect(() => {
    document.title = `${count ? `(${count}) ` : ""}${account.name} · Tertulia`;
  }, [count, account.name]);
}
