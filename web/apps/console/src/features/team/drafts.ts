// What is written and not sent, per room, while the page lives.
const drafts = new Map<string, string>();

export const draftOf = (room: string): string => drafts.get(room) ?? "";
export const keepDraft = (room: string, text: string): void => void drafts.set(room, text);
