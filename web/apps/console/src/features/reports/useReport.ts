import { keepPreviousData, useQuery } from "@tanstack/react-query";
import * as api from "../../api/reports";

const GOING_ON = 300; // ms until the next part of what is being added up is asked for

/** A report. While old months are being added up, each answer goes on where the last one stopped. */
export function useReport(days: api.Days, only: api.Only, by: api.By | "" = "") {
  return useQuery({
    queryKey: ["reports", days.first, days.last, only.of, only.value, by],
    queryFn: () => api.report(days, only, by),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
    refetchInterval: ({ state }) => (state.data?.adding ? GOING_ON : false),
  });
}
