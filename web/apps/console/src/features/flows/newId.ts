/** Of a node. */
export const newId = (): string => crypto.randomUUID().slice(0, 8);

/** Of an answer, a branch: unlike the others of its node. Pure. */
export function nextId(prefix: string, taken: readonly { id: string }[]): string {
  let number = taken.length + 1;
  while (taken.some(({ id }) => id === `${prefix}${number}`)) number++;
  return `${prefix}${number}`;
}
