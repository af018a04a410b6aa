const LIFE = 60_000; // ms; a browser may ask where to put it first

function save(name: string, parts: BlobPart[], type: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(parts, { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), LIFE);
}

/** With the mark that tells spreadsheets that it is UTF-8. */
export const saveTable = (name: string, text: string): void => save(name, ["\ufeff", text], "text/csv;charset=utf-8");

export const saveJson = (name: string, text: string): void => save(name, [text], "application/json");
