// What this agent wants to be called for: his choices, as `GET /me` told them.
export const CALLS = ["notify_mine", "notify_assigned", "notify_unassigned", "notify_mentions"] as const;
export type Call = (typeof CALLS)[number];

let choices: Readonly<Record<string, string>> = {};

export const setWanted = (preferences: Readonly<Record<string, string>>): void => void (choices = preferences);

/** Everything, until it is switched off. */
export const wants = (call: Call): boolean => choices[call] !== "off";

export const wantedTone = (): string => choices.tone ?? "two-notes";
