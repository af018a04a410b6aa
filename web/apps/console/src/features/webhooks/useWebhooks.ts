import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { WebhookList, WebhookView } from "@tertulia/protocol";
import * as api from "../../api/webhooks";
import type { DeliveryStatus } from "../../api/webhooks";
import { queries } from "../../live/listFetch";

const KEY = ["webhooks"];
const MOVING = 2_000; // what is on its way is looked at again so soon

export const useWebhooks = () => useQuery({ queryKey: KEY, queryFn: api.webhooks, staleTime: 5_000 });

export const refetchWebhooks = (): Promise<void> => queries.invalidateQueries({ queryKey: KEY });

export const putWebhook = (changed: WebhookView): void =>
  void queries.setQueryData<WebhookList>(
    KEY,
    (held) => held && { ...held, webhooks: held.webhooks.map((each) => (each.id === changed.id ? changed : each)) },
  );

export const withoutWebhook = (id: string): void =>
  void queries.setQueryData<WebhookList>(
    KEY,
    (held) => held && { ...held, webhooks: held.webhooks.filter((each) => each.id !== id) },
  );

/** Below KEY, so that what changes the webhook brings its ledger up to date too. */
export const useLedger = (id: string, state: DeliveryStatus | "") =>
  useInfiniteQuery({
    queryKey: [...KEY, id, "ledger", state],
    queryFn: ({ pageParam }) => api.deliveries(id, state, pageParam),
    initialPageParam: "",
    getNextPageParam: (page) => page.cursor || undefined,
    staleTime: 2_000,
    refetchInterval: ({ state: { data } }) =>
      data?.pages[0]?.deliveries.some((each) => each.state === "waiting") ? MOVING : 15_000,
  });

export const useDelivery = (id: string, one: string) =>
  useQuery({
    queryKey: [...KEY, id, "delivery", one],
    queryFn: () => api.delivery(id, one),
    staleTime: 1_000,
    refetchInterval: ({ state: { data } }) => (data?.delivery.state === "waiting" ? MOVING : false),
  });
