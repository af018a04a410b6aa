// What each kind of channel asks for. The rules themselves are the server's; a refusal names the
// field, and is shown beside it.

export type ChannelKind = "website" | "telegram" | "whatsapp" | "messenger" | "instagram" | "viber" | "vk" | "email" | "custom";
export const KINDS: readonly ChannelKind[] = ["website", "whatsapp", "messenger", "instagram", "telegram", "viber", "vk", "email", "custom"];

export interface FieldSpec {
  name: string;
  part: "settings" | "secrets";
  label: string; // a key of the words
  hint?: string;
  required?: boolean;
  kind?: "text" | "secret" | "colour" | "long" | "choice";
  choices?: { value: string; label: string }[];
  initial?: string;
}

const website: FieldSpec[] = [
  { name: "title", part: "settings", label: "website.title", hint: "website.titleHint" },
  { name: "greeting", part: "settings", label: "website.greeting", hint: "website.greetingHint", kind: "long" },
  { name: "colour", part: "settings", label: "website.colour", kind: "colour", initial: "#3b5bdb" },
  {
    name: "language",
    part: "settings",
    label: "website.language",
    kind: "choice",
    initial: "en",
    choices: [
      { value: "en", label: "English" },
      { value: "es", label: "Español" },
      { value: "pt-BR", label: "Português (Brasil)" },
    ],
  },
  {
    name: "position",
    part: "settings",
    label: "website.position",
    kind: "choice",
    initial: "right",
    choices: [
      { value: "right", label: "settings.website.right" },
      { value: "left", label: "settings.website.left" },
    ],
  },
  {
    name: "consent",
    part: "settings",
    label: "website.consent",
    kind: "choice",
    initial: "none",
    choices: [
      { value: "none", label: "settings.website.consentNone" },
      { value: "ask", label: "settings.website.consentAsk" },
    ],
  },
  { name: "domains", part: "settings", label: "website.domains", hint: "website.domainsHint" },
];

const telegram: FieldSpec[] = [
  { name: "token", part: "secrets", label: "telegram.token", hint: "telegram.tokenHint", kind: "secret", required: true },
];

const whatsapp: FieldSpec[] = [
  { name: "phone_number_id", part: "settings", label: "whatsapp.phone_number_id", hint: "whatsapp.numberHint", required: true },
  { name: "waba_id", part: "settings", label: "whatsapp.waba_id", required: true },
  { name: "access_token", part: "secrets", label: "whatsapp.access_token", hint: "whatsapp.tokenHint", kind: "secret", required: true },
  { name: "app_secret", part: "secrets", label: "whatsapp.app_secret", hint: "whatsapp.secretHint", kind: "secret", required: true },
  { name: "verify_token", part: "secrets", label: "whatsapp.verify_token", hint: "whatsapp.verifyHint", required: true },
];

const page = (kind: "messenger" | "instagram"): FieldSpec[] => [
  { name: "page_id", part: "settings", label: "meta.page_id", hint: `meta.${kind}PageHint`, required: true },
  { name: "access_token", part: "secrets", label: "meta.access_token", hint: `meta.${kind}TokenHint`, kind: "secret", required: true },
  { name: "app_secret", part: "secrets", label: "whatsapp.app_secret", hint: "whatsapp.secretHint", kind: "secret", required: true },
  { name: "verify_token", part: "secrets", label: "whatsapp.verify_token", hint: "whatsapp.verifyHint", required: true },
];

const viber: FieldSpec[] = [
  { name: "token", part: "secrets", label: "viber.token", hint: "viber.tokenHint", kind: "secret", required: true },
  { name: "welcome", part: "settings", label: "viber.welcome", hint: "viber.welcomeHint", kind: "long" },
];

const vk: FieldSpec[] = [
  { name: "access_token", part: "secrets", label: "vk.access_token", hint: "vk.tokenHint", kind: "secret", required: true },
];

const email: FieldSpec[] = [
  { name: "address", part: "settings", label: "mail.address", hint: "mail.addressHint" },
  { name: "sender_name", part: "settings", label: "mail.senderName", hint: "mail.senderNameHint" },
];

const custom: FieldSpec[] = [
  { name: "url", part: "settings", label: "api.url", hint: "api.urlHint", required: true },
  {
    name: "signature",
    part: "settings",
    label: "api.signature",
    hint: "api.signatureHint",
    kind: "choice",
    initial: "optional",
    choices: [
      { value: "optional", label: "settings.api.optional" },
      { value: "required", label: "settings.api.required" },
    ],
  },
];

export const FIELDS: Record<ChannelKind, FieldSpec[]> = {
  website,
  telegram,
  whatsapp,
  messenger: page("messenger"),
  instagram: page("instagram"),
  viber,
  vk,
  email,
  custom,
};

export const isKind = (word: string): word is ChannelKind => (KINDS as readonly string[]).includes(word);

/** As problems name it: "secrets.token". */
export const pathOf = ({ part, name }: FieldSpec): string => `${part}.${name}`;

export type Values = Record<string, string>;

export function initialValues(kind: ChannelKind, settings: Values = {}): Values {
  return Object.fromEntries(
    FIELDS[kind].map((field) => [
      pathOf(field),
      (field.part === "settings" ? settings[field.name] : "") ?? field.initial ?? "",
    ]),
  );
}

/** The two parts of a request. A secret that was left empty stays as it is stored. */
export function toParts(kind: ChannelKind, values: Values): { settings: Values; secrets: Values } {
  const parts = { settings: {} as Values, secrets: {} as Values };
  for (const field of FIELDS[kind]) {
    const value = (values[pathOf(field)] ?? "").trim();
    if (field.part === "secrets" && !value) continue;
    if (field.part === "settings" && !value && !field.required && field.kind === "colour") continue;
    parts[field.part][field.name] = value;
  }
  return parts;
}

/** Paths of the required fields that are empty and not stored. */
export function missing(kind: ChannelKind, values: Values, stored: readonly string[]): string[] {
  return FIELDS[kind]
    .filter((field) => field.required && !values[pathOf(field)]?.trim() && !stored.includes(field.name))
    .map(pathOf);
}

export const scriptLine = (origin: string, channelId: string): string =>
  `<script async src="${origin}/w/loader.js" data-channel="${channelId}"></script>`;
