/** One tab at a time, where there are no Web Locks (pages without TLS): a lease in the storage. It
 * may, on a very bad day, be held twice; the server then stores the message once all the same, by its
 * client_id. */
import { define } from "../lazy/kit";
import type { Keeper } from "../storage/keeper";

interface Lease {
  owner: string;
  until: number;
}

const LEASE_MS = 20_000;
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

export async function underLease(keeper: Keeper, owner: string, task: () => Promise<void>): Promise<void> {
  const held = () => keeper.get<Lease>("lease");
  const other = (lease: Lease | null) => lease && lease.owner !== owner && lease.until > Date.now();
  while (other(held())) await pause(500);
  keeper.set("lease", { owner, until: Date.now() + LEASE_MS });
  await pause(30);
  if (held()?.owner !== owner) return underLease(keeper, owner, task);
  try {
    await task();
  } finally {
    if (held()?.owner === owner) keeper.remove("lease");
  }
}

export const lease = define("lease", (chat) => {
  const owner = chat.newId();
  return { open: (task: () => Promise<void>) => underLease(chat.keeper, owner, task) };
});
