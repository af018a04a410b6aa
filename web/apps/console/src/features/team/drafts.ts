// What is written and not sent, per room; survives a reload. Each agent of this browser has his own.
import { load, save } from "../../ui/preference";

const key = (me: string, room: string): string => `tertulia.room.${me}.${room}`;

export const draftOf = (me: string, room: string): string => load(key(me, room), "");
export const keepDraft = (me: string, room: string, text: string): void => save(key(me, room), text);
