// Working hours: docs/api.md.
import type { HolidayCalendar, HoursList, HoursPreview, HoursRequest, HoursView, ScheduleBody } from "@tertulia/protocol";
import { client } from "./session";

const { request } = client;
const place = (queue: string): string => (queue ? `/queues/${encodeURIComponent(queue)}/hours` : "/hours");

export const hours = () => request<HoursList>("GET", "/hours");

export const saveHours = (queue: string, body: HoursRequest) => request<HoursView>("PUT", place(queue), body);

export const removeHours = (queue: string) => request<void>("DELETE", place(queue));

export const preview = (schedule: ScheduleBody) => request<HoursPreview>("POST", "/hours/preview", { schedule });

export function calendar(country: string, subdivision: string, year: number) {
  const query = new URLSearchParams({ country, subdivision, year: String(year) });
  return request<HolidayCalendar>("GET", `/hours/calendar?${query}`);
}
