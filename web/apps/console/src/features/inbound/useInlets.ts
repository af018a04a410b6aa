import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { InletList, InletView } from "@tertulia/protocol";
import * as api from "../../api/inlets";
import { queries } from "../../live/listFetch";

// Below the webhooks' own key: what changes one of them brings these up to date too.
const KEY = ["webhooks", "inbound"];
const MOVING = 2_000; // what is being done is looked at again so soon

export const useInlets = () => useQuery({ queryKey: KEY, queryFn: api.inlets, staleTime: 5_000 });

export const refetchInlets = (): Promise<void> => queries.invalidateQueries({ queryKey: KEY });

export const putInlet = (changed: InletView): void =>
  void queries.setQueryData<InletList>(
    KEY,
    (held) => held && { ...held, inlets: held.inlets.map((each) => (each.id === changed.id ? changed : each)) },
  );

export const withoutInlet = (id: string): void =>
  void queries.setQueryData<InletList>(
    KEY,
    (held) => held && { ...held, inlets: held.inlets.filter((each) => each.id !== id) },
  );

export const useSamples = (id: string) =>
  useQuery({ queryKey: [...KEY, id, "samples"], queryFn: () => api.samples(id), staleTime: 2_000, refetchInterval: 10_000 });

export const useCalls = (id: string) =>
  useInfiniteQuery({
    queryKey: [...KEY, id, "calls"],
    queryFn: ({ pageParam }) => api.calls(id, pageParam),
    initialPageParam: "",
    getNextPageParam: (page) => page.cursor || undefined,
    staleTime: 1_000,
    refetchInterval: ({ state: { data } }) =>
      data?.pages[0]?.entries.some((each) => each.state === "waiting") ? MOVING : 15_000,
  });
