// Who else has a letter: what stands in a message's data, and what people type.
import type { Content, MessageView } from "@tertulia/protocol";

export interface Copies {
  cc: readonly string[];
  bcc: readonly string[];
}

export const MOST_COPIES = 20;

const list = (text: string | undefined): string[] => (text ?? "").split(", ").filter(Boolean);

export const copiesOf = (content: Content): Copies => ({ cc: list(content.data?.cc), bcc: list(content.data?.bcc) });

/** The content as it is shown until the server has it. */
export function withCopies(content: Content, { cc, bcc }: Copies): Content {
  if (cc.length + bcc.length === 0) return content;
  return { ...content, data: { ...content.data, ...(cc.length > 0 && { cc: cc.join(", ") }), ...(bcc.length > 0 && { bcc: bcc.join(", ") }) } };
}

/** As the server takes it. */
export function sentWith(content: Content): { content: Content; cc?: string[]; bcc?: string[] } {
  const { cc, bcc } = copiesOf(content);
  if (cc.length + bcc.length === 0) return { content };
  return { content: { ...content, data: undefined }, cc: [...cc], bcc: [...bcc] };
}

/** Whom an answer to all goes to beside the contact: of the newest letter that came in. */
export function everybody(messages: readonly MessageView[]): string[] {
  const letters = messages.filter(({ author, content }) => author.kind === "contact" && content.data);
  return list(letters.at(-1)?.content.data?.all);
}

/** Addresses in what somebody typed or pasted; and what of it is none. */
export function addressesIn(typed: string): { good: string[]; bad: string[] } {
  const words = typed
    .replace(/[^,;<>]*<([^<>]*)>/g, " $1 ") // a name before it is no address
    .split(/[,;\s]+/)
    .map((word) => word.replace(/^[<"']+|[>"']+$/g, "").toLowerCase())
    .filter(Boolean);
  const isGood = (word: string) => word.length <= 254 && /^[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(word);
  return { good: words.filter(isGood), bad: words.filter((word) => !isGood(word)) };
}
