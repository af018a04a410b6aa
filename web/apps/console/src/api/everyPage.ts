export interface Gathered<Row> {
  rows: Row[];
  more: boolean; // there is more than one file takes
}

/** Pages one after the other, at most so many. `read` gets a cursor, and answers rows and the next one. */
export async function everyPage<Row>(most: number, read: (cursor: string) => Promise<[Row[], string | undefined]>): Promise<Gathered<Row>> {
  const rows: Row[] = [];
  let cursor = "";
  for (let page = 0; page < most; page++) {
    const [found, next = ""] = await read(cursor);
    rows.push(...found);
    cursor = next;
    if (!cursor) break;
  }
  return { rows, more: cursor !== "" };
}
