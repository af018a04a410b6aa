// What each integration asks for. One entry a kind, as chalicelib/integrations has one file.
import { IconBrandSlack, IconRobot, IconTable } from "@tabler/icons-react";
import type { ConnectionView } from "@tertulia/protocol";
import type { ComponentType } from "react";

export type Way = ConnectionView["way"];

export interface Field {
  name: string;
  kind: "text" | "area" | "choice" | "many" | "channels";
  secret?: boolean;
  required?: boolean;
  way?: Way; // asked for in that way alone
  options?: readonly string[];
  placeholder?: string;
  most?: number;
  initial?: string | readonly string[];
}

export interface KindOf {
  Icon: ComponentType<{ size?: number }>;
  fields: readonly Field[];
  hears: (secrets: readonly string[]) => boolean; // whether its service is given an address of ours
}

export const KINDS: Record<string, KindOf> = {
  slack: {
    Icon: IconBrandSlack,
    hears: (secrets) => secrets.includes("signing_secret"),
    fields: [
      { name: "client_id", way: "oauth", kind: "text", secret: true, required: true, placeholder: "1234567890.1234567890", most: 60 },
      { name: "client_secret", way: "oauth", kind: "text", secret: true, required: true, most: 100 },
      { name: "bot_token", way: "key", kind: "text", secret: true, required: true, placeholder: "xoxb-…", most: 250 },
      { name: "channel", kind: "text", required: true, placeholder: "C0123456789", most: 21 },
      { name: "tells", kind: "many", options: ["new", "assigned", "unanswered", "messages"], initial: ["new", "unanswered"] },
      { name: "signing_secret", kind: "text", secret: true, most: 100 },
      { name: "channel_ids", kind: "channels", initial: [] },
    ],
  },
  sheets: {
    Icon: IconTable,
    hears: () => false,
    fields: [
      { name: "client_id", way: "oauth", kind: "text", secret: true, required: true, placeholder: "….apps.googleusercontent.com", most: 180 },
      { name: "client_secret", way: "oauth", kind: "text", secret: true, required: true, most: 200 },
      { name: "key", way: "key", kind: "area", secret: true, required: true, placeholder: '{"type": "service_account", …}', most: 6000 },
      { name: "spreadsheet", way: "key", kind: "text", required: true, placeholder: "https://docs.google.com/spreadsheets/d/…", most: 500 },
      { name: "sheet", kind: "text", required: true, initial: "Sheet1", most: 100 },
      { name: "when", kind: "choice", options: ["conversation", "contact"], initial: "conversation" },
      { name: "attributes", kind: "text", placeholder: "plan, city", most: 500 },
    ],
  },
  bot: {
    Icon: IconRobot,
    hears: () => true,
    fields: [
      { name: "url", kind: "text", required: true, placeholder: "https://bot.example.com/jivo/token", most: 2000 },
      { name: "channel_ids", kind: "channels", initial: [] },
    ],
  },
};

export type Values = Record<string, string | string[]>;

/** What is asked for in that way, in its order. */
export const fieldsOf = (kind: string, way: Way): readonly Field[] =>
  (KINDS[kind]?.fields ?? []).filter((field) => !field.way || field.way === way);

export const initialOf = (kind: string, settings: Readonly<Record<string, unknown>>): Values =>
  Object.fromEntries(
    (KINDS[kind]?.fields ?? []).map(({ name, initial = "" }) => {
      const value = settings[name] ?? initial;
      return [name, Array.isArray(value) ? value.map(String) : String(value)];
    }),
  );

/** The form's values as the API takes them: settings here, secrets there, an empty secret nowhere. */
export function splitOf(kind: string, way: Way, values: Values): { settings: Values; secrets: Record<string, string> } {
  const settings: Values = {};
  const secrets: Record<string, string> = {};
  for (const { name, secret } of KINDS[kind]?.fields ?? []) {
    const asked = fieldsOf(kind, way).some((field) => field.name === name);
    if (secret && !asked) continue; // a setting that is not asked for stays what it is
    const value = values[name] ?? "";
    if (!secret) settings[name] = value;
    else if (typeof value === "string" && value.trim()) secrets[name] = value.trim();
  }
  return { settings, secrets };
}
