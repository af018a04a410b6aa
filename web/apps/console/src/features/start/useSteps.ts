import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import * as api from "../../api/endpoints";
import { canManage, useWorkspace } from "../../app/workspace";
import { keepSteps } from "../../commands/firstSteps";
import { doneSteps, news, type Step } from "../../rules/firstSteps";

const EVERY = 4_000;
const LOOKED_AT = 20;

/** Which steps are done, looked at anew while the page is open; what is done is kept. */
export function useSteps(): ReadonlySet<Step> {
  const workspace = useWorkspace();
  const kept = workspace.account.started ?? [];
  const settled = kept.includes("message") && kept.includes("answer");
  const { data } = useQuery({
    queryKey: ["first-steps"],
    queryFn: () => api.listPage({ view: "all", status: "open" }, "", LOOKED_AT),
    enabled: !settled,
    refetchInterval: EVERY,
    staleTime: 0,
  });
  const rows = data?.conversations ?? [];
  const fresh = news(workspace, rows).join();
  const may = canManage(workspace.me);
  useEffect(() => {
    if (fresh && may) void keepSteps(fresh.split(",")).catch(() => undefined); // seen again next time
  }, [fresh, may]);
  return doneSteps(workspace, rows);
}
