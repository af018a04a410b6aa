/** Every key that the widget may keep in the browser, and its life in minutes.
 *
 * Nothing is kept under any other name: `Keeper` takes only these. What each is for is told in
 * purposes.ts, which is exported for the site's cookie policy and not shipped to visitors. */

const HOUR = 60;
const DAY = 24 * HOUR;

export const LIVES = {
  token: 395 * DAY,
  consent: 395 * DAY,
  ab: 395 * DAY,
  visit: 30,
  look: 30 * DAY,
  outbox: 30 * DAY,
  draft: DAY,
  open: 30,
  greeted: DAY,
  formed: DAY,
  read: 30 * DAY,
  lease: 1,
} as const;

export type Key = keyof typeof LIVES;

export const storedName = (channel: string, key: Key, part = ""): string =>
  `tertulia.${channel}.${key}${part && `.${part}`}`;
