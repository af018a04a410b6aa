import { useQuery } from "@tanstack/react-query";
import * as api from "../../api/integrations";
import { queries } from "../../live/listFetch";

// Below the webhooks' own key: what changes one of them brings these up to date too.
export const KEY = ["webhooks", "integrations"];

export const useIntegrations = () => useQuery({ queryKey: KEY, queryFn: api.integrations, staleTime: 5_000 });

export const refetchIntegrations = (): Promise<void> => queries.invalidateQueries({ queryKey: KEY });
