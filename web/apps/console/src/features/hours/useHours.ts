import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import type { HoursList, HoursView, ScheduleBody } from "@tertulia/protocol";
import { useDebouncedValue } from "@mantine/hooks";
import * as api from "../../api/hours";

const KEY = ["hours"];

export const useHours = () => useQuery({ queryKey: KEY, queryFn: api.hours, staleTime: 10_000 });

/** What was saved (or removed: null) is shown before it is asked for again. */
export function useKeepHours() {
  const queries = useQueryClient();
  return (queue: string, saved: HoursView | null) =>
    queries.setQueryData<HoursList>(KEY, (held) => {
      if (!held) return held;
      if (!queue) return { ...held, account: saved };
      const others = held.queues.filter(({ queue_id }) => queue_id !== queue);
      return { ...held, queues: saved ? [...others, saved] : others };
    });
}

/** What the schedule comes to, as the server reckons; asked for when the typing pauses. */
export function usePreview(schedule: ScheduleBody, good: boolean) {
  const [asked] = useDebouncedValue(schedule, 300);
  return useQuery({
    queryKey: ["hoursPreview", asked],
    queryFn: () => api.preview(asked),
    enabled: good,
    retry: false,
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
}

export const useCalendar = (country: string, subdivision: string, year: number) =>
  useQuery({
    queryKey: ["holidays", country, subdivision, year],
    queryFn: () => api.calendar(country, subdivision, year),
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
