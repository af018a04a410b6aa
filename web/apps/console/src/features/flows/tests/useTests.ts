// A flow's tests, and what the draft on the screen makes of them.
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { FlowTestResult } from "@tertulia/protocol";
import * as api from "../../../api/flowTests";
import { queries } from "../../../live/listFetch";
import { useBuilder, useGraph } from "../state";

const SETTLED = 600; // milliseconds without a change

export const testsKey = (id: string) => ["flow", id, "tests"];
export const forgetTests = (id: string) => void queries.invalidateQueries({ queryKey: testsKey(id) });

export function useTests() {
  const id = useBuilder((state) => state.id);
  return useQuery({ queryKey: [...testsKey(id), "list"], queryFn: () => api.tests(id), staleTime: 0 });
}

/** Played again whenever the draft or a test changes; by the test's id. */
export function useResults(some: boolean) {
  const id = useBuilder((state) => state.id);
  const [graph] = useDebouncedValue(useGraph(), SETTLED);
  return useQuery({
    queryKey: [...testsKey(id), "results", graph],
    queryFn: () => api.runTests(id, graph),
    select: (results): Record<string, FlowTestResult> => Object.fromEntries(results.map((one) => [one.id, one])),
    enabled: some && !!id,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  });
}
