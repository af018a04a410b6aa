// Why a channel did not deliver, from the code that its provider gave. Sources: WhatsApp and Meta,
// https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes and
// .../messenger-platform/error-codes; Viber, https://creators.viber.com/docs/bots-api/errors; VK,
// https://dev.vk.com/en/reference/errors; letters, RFC 3463 (status codes of mail systems).
export const CAUSES = [
  "blocked",
  "gone",
  "window",
  "tooMany",
  "connection",
  "account",
  "bill",
  "file",
  "content",
  "device",
  "template",
  "country",
  "full",
  "rejected",
  "busy",
  "removed",
] as const;
export type Cause = (typeof CAUSES)[number];

type Codes = Partial<Record<Cause, readonly number[]>>;

const META: Codes = {
  window: [2018278, 2018065],
  blocked: [2018108, 1545041, 551],
  gone: [2018027, 2018001],
  tooMany: [4, 32, 341, 613, 80006, 2018354],
  connection: [3, 10, 102, 104, 190, 200, 230, 10904],
  account: [368, 2022],
  file: [2018047, 2018109],
  busy: [1, 2, 1200],
};
const CODES: Record<string, Codes> = {
  messenger: META,
  instagram: META,
  whatsapp: {
    window: [131047],
    blocked: [131050],
    gone: [131026, 131021],
    tooMany: [4, 80007, 130429, 131048, 131049, 131056, 131064, 130472],
    connection: [0, 3, 10, 33, 190, 131005, 131030, 131045, 133010],
    account: [368, 131031, 131037],
    bill: [131042],
    file: [131052, 131053],
    content: [100, 131008, 131009, 131051],
    template: [132000, 132001, 132005, 132007, 132008, 132012, 132015, 132016, 132068, 132069],
    country: [130497],
    busy: [1, 2, 131000, 131016, 131057, 133004],
  },
  viber: {
    blocked: [6],
    gone: [5],
    device: [11, 13, 14],
    tooMany: [12],
    connection: [2, 8, 10],
    account: [7, 9, 15],
    content: [1, 3, 4],
    country: [21],
    bill: [23, 24],
  },
  vk: {
    blocked: [900, 901, 902, 987, 988],
    gone: [18, 917, 922, 936, 945, 946, 985, 1012],
    window: [950],
    tooMany: [6, 9, 29, 32, 944],
    connection: [2, 4, 5, 7, 15, 17, 20, 27, 28, 40, 42, 1116, 1117],
    account: [37],
    content: [100, 911, 914],
    busy: [1, 10, 13, 36, 43],
  },
  telegram: { tooMany: [429], connection: [401, 404] },
};
// Telegram has one code for all that it forbids: its words tell them apart.
const TELEGRAM: readonly (readonly [RegExp, Cause])[] = [
  [/deactivated|chat not found/i, "gone"],
  [/blocked|can't initiate|kicked|not a member/i, "blocked"],
  [/file|photo|url content|webpage|media/i, "file"],
  [/too long|can't parse|empty/i, "content"],
];
// RFC 3463: class.subject.detail; the subject says what is the matter.
const LETTERS: readonly (readonly [RegExp, Cause])[] = [
  [/^[45]\.2\.2$/, "full"],
  [/^[45]\.(2\.3|3\.4)$|^files_too_large$/, "file"],
  [/^5\.(1|2)\.\d+$|^bad_address$/, "gone"],
  [/^5\.7\.\d+$/, "rejected"],
  [/^[45]\.[34]\.\d+$/, "busy"],
  [/^(AccountSuspended|SendingPaused)Exception$/, "account"],
  [/^(MailFromDomainNotVerified|AccessDenied)Exception$|^no_mail_domain$/, "connection"],
];

/** undefined: nothing better than the provider's own words is known. */
export function causeOf(channelKind: string, code: string, reason: string): Cause | undefined {
  if (code === "channel_gone") return "removed";
  const known = byNumber(CODES[channelKind], code);
  if (known) return known;
  if (channelKind === "telegram") return found(TELEGRAM, reason) ?? silent(code);
  if (channelKind === "email") return found(LETTERS, code);
  if (channelKind === "custom") return code === "no_answer" ? "busy" : undefined; // its owner's words say more
  return silent(code);
}

/** The subcode of "10/2018278" says more than the code. */
function byNumber(codes: Codes | undefined, code: string): Cause | undefined {
  for (const part of code.split("/").reverse())
    for (const cause of CAUSES) if (/^\d+$/.test(part) && codes?.[cause]?.includes(Number(part))) return cause;
  return undefined;
}

const found = (table: readonly (readonly [RegExp, Cause])[], text: string): Cause | undefined =>
  table.find(([pattern]) => pattern.test(text))?.[1];

const silent = (code: string): Cause | undefined => (/^(no_answer|408|429|5\d\d)$/.test(code) ? "busy" : undefined);
