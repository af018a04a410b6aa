import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { flows } from "../../api/flows";
import type { By } from "../../api/reports";
import { invitations } from "../../api/visits";
import { useWorkspace } from "../../app/workspace";
import { useWords } from "./words";

export interface Named {
  id: string;
  name: string;
}

/** What there is of each kind, and what an id is called; what is no longer there says so. */
export function useNames(): { known: Record<By, Named[]>; name(by: By, id: string): string } {
  const { t } = useWords();
  const { agents, queues, channels, tags = [] } = useWorkspace();
  const drawn = useQuery({ queryKey: ["flows", "names"], queryFn: flows, staleTime: 60_000 });
  const offered = useQuery({ queryKey: ["invitations", "names"], queryFn: invitations, staleTime: 60_000 });
  return useMemo(() => {
    const known = {
      agent: agents,
      queue: queues,
      channel: channels,
      tag: tags,
      flow: drawn.data?.flows ?? [],
      invitation: offered.data?.invitations ?? [],
    };
    return { known, name: (by, id) => known[by].find((one) => one.id === id)?.name ?? t("gone") };
  }, [agents, queues, channels, tags, drawn.data, offered.data, t]);
}
