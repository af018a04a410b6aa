// A website's settings as the form holds them, and what the widget makes of them. Pure. The rules are
// the server's (accounts/channel_rules.py); what the widget is told follows visitors/site_config.py.
import type { AgentView, ChannelView, QueueView, WidgetConfig } from "@tertulia/protocol";

export const INITIAL = {
  colour: "#3b5bdb",
  scheme: "auto",
  position: "right",
  offset_x: "20",
  offset_y: "20",
  launcher: "round",
  launcher_text: "",
  photos: "on",
  title: "",
  greeting: "",
  language: "en",
  hours_line: "",
  prechat: "off",
  prechat_fields: "name,email*",
  departments: "",
  offline_form: "off",
  offline_text: "",
  rating: "off",
  transcript: "off",
  sound: "on",
  callback: "off",
  callback_seconds: "30",
  consent: "none",
  domains: "",
  identity: "off",
};

export type Settings = typeof INITIAL;
export type Name = keyof Settings;
export const NAMES = Object.keys(INITIAL) as Name[];

export interface Values {
  name: string;
  queueId: string;
  settings: Settings;
}

export function valuesOf(channel: ChannelView): Values {
  const stored = channel.settings ?? {};
  const settings = Object.fromEntries(NAMES.map((name) => [name, stored[name] ?? INITIAL[name]])) as Settings;
  return { name: channel.name, queueId: channel.queue_id ?? "", settings };
}

export const same = (a: Values, b: Values): boolean =>
  a.name === b.name && a.queueId === b.queueId && NAMES.every((name) => a.settings[name] === b.settings[name]);

// Lists within a setting ------------------------------------------------------------------------

export const FORM_FIELDS = ["name", "email", "phone"] as const;
export type FormField = (typeof FORM_FIELDS)[number];
export type Asked = "no" | "may" | "must";

export function askedOf(list: string): Record<FormField, Asked> {
  const parts = list.split(",").map((part) => part.trim());
  const asked = (field: FormField): Asked => (parts.includes(`${field}*`) ? "must" : parts.includes(field) ? "may" : "no");
  return { name: asked("name"), email: asked("email"), phone: asked("phone") };
}

export const listOf = (asked: Record<FormField, Asked>): string =>
  FORM_FIELDS.filter((field) => asked[field] !== "no")
    .map((field) => (asked[field] === "must" ? `${field}*` : field))
    .join(",");

export const idsOf = (list: string): string[] => list.split(",").map((id) => id.trim()).filter(Boolean);

// What the widget is told -----------------------------------------------------------------------

const pixels = (text: string): number => (/^\d+$/.test(text) ? Math.min(Number(text), 200) : 20);

export function configOf(
  { name, settings }: Values,
  agents: readonly AgentView[],
  queues: readonly QueueView[],
): WidgetConfig {
  const asked = askedOf(settings.prechat_fields);
  const faces = agents.filter(({ active }) => active !== false).slice(0, 3);
  return {
    channel_id: "preview",
    name: name || "–",
    title: settings.title,
    greeting: settings.greeting,
    colour: /^#[0-9a-f]{6}$/i.test(settings.colour) ? settings.colour : INITIAL.colour,
    position: settings.position as "right",
    language: settings.language,
    consent: "none",
    scheme: settings.scheme as "auto",
    offset_x: pixels(settings.offset_x),
    offset_y: pixels(settings.offset_y),
    launcher: settings.launcher as "round",
    launcher_text: settings.launcher_text,
    hours_line: settings.hours_line,
    photos: settings.photos !== "off",
    agents: faces.map((agent) => ({ name: agent.name, photo: (agent.photo ?? "").replace("media/", "photos/") })),
    prechat: settings.prechat as "off",
    fields:
      settings.prechat === "off"
        ? []
        : FORM_FIELDS.filter((field) => asked[field] !== "no").map((field) => ({
            name: field,
            required: asked[field] === "must",
          })),
    departments: idsOf(settings.departments).flatMap((id) => {
      const queue = queues.find((one) => one.id === id);
      return queue ? [{ id, name: queue.name }] : [];
    }),
    offline_form: settings.offline_form === "on",
    offline_text: settings.offline_text,
    sound: false,
    identity: "off",
    rating: settings.rating === "on",
    transcript: settings.transcript === "on",
    callback_seconds: settings.callback === "on" ? Number(settings.callback_seconds) || 30 : 0,
  };
}
