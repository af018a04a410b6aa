import { useQuery } from "@tanstack/react-query";
import { flowNames, type FlowName } from "../../api/bots";

const NONE: FlowName[] = [];

/** Asked for once, when something on the screen needs it. */
export function useFlowNames(needed = true): readonly FlowName[] {
  const { data = NONE } = useQuery({ queryKey: ["flows", "names"], queryFn: flowNames, enabled: needed });
  return data;
}

/** '' until it is known, and of a flow that was deleted. */
export function useFlowName(id: string | undefined): string {
  const flows = useFlowNames(!!id);
  return flows.find((flow) => flow.id === id)?.name ?? "";
}

/** Those that can be given a conversation. */
export const running = (flows: readonly FlowName[]): FlowName[] =>
  flows.filter(({ enabled }) => enabled);
