// Builds web/dist/widget: loader.js (its name is for ever), widget.<hash>.js, storage.json.
import { createHash } from "node:crypto";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const here = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const out = resolve(here, "../../dist/widget");

/** One classic script, so that it needs neither CORS nor a module policy on the site. */
async function script(entry, define = {}) {
  const result = await build({
    root: here,
    configFile: false,
    logLevel: "warn",
    define: { "process.env.NODE_ENV": '"production"', ...define },
    build: {
      write: false,
      target: "es2022",
      lib: { entry: join(here, entry), formats: ["iife"], name: "_", fileName: () => "out.js" },
      rollupOptions: { output: { extend: true } },
    },
  });
  const { output } = Array.isArray(result) ? result[0] : result;
  return output[0].code;
}

/** The table for the site's cookie policy, from the code that stores. */
async function storageTable() {
  const result = await build({
    root: here,
    configFile: false,
    logLevel: "warn",
    build: { write: false, ssr: join(here, "src/storage/purposes.ts"), target: "node20" },
  });
  const code = result.output[0].code;
  const { storedKeys } = await import(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`);
  return storedKeys();
}

const widget = await script("src/main.ts");
const name = `widget.${createHash("sha256").update(widget).digest("hex").slice(0, 10)}.js`;
const loader = await script("src/loader/loader.ts", { __WIDGET__: JSON.stringify(name) });

await mkdir(out, { recursive: true });
for (const old of await readdir(out)) if (old !== name) await rm(join(out, old), { recursive: true });
await writeFile(join(out, name), widget);
await writeFile(join(out, "storage.json"), JSON.stringify(await storageTable(), null, 1));
await writeFile(join(out, "loader.js"), loader); // last: it names the others
