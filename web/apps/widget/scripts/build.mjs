// Builds web/dist/widget: loader.js and jivo.js (their names are for ever), widget.<hash>.js, a <part>.<hash>.js for
// each file of src/parts, storage.json.
import { createHash } from "node:crypto";
import { copyFile, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, parse, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const here = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const out = resolve(here, "../../dist/widget");

/** One classic script, so that it needs neither CORS nor a module policy on the site. */
async function script(entry, define = {}, shared = []) {
  // What a file exports is for tests: as a script it would become a global of the site's.
  const quiet = {
    name: "quiet",
    enforce: "pre",
    transform: (code, id) => (id === join(here, entry) ? code.replace(/^export (?=const|function|async)/gm, "") : null),
  };
  const result = await build({
    root: here,
    configFile: false,
    logLevel: "warn",
    plugins: [quiet],
    define: { "process.env.NODE_ENV": '"production"', ...define },
    build: {
      write: false,
      target: "es2022",
      lib: { entry: join(here, entry), formats: ["iife"], name: "_", fileName: () => "out.js" },
      rollupOptions: {
        external: shared,
        output: { extend: true, globals: () => "tertulia._.kit" },
      },
    },
  });
  const { output } = Array.isArray(result) ? result[0] : result;
  if (output[0].exports.length) throw new Error(`${entry} would add a global: ${output[0].exports}`);
  return output[0];
}

const hashed = (name, code) => `${name}.${createHash("sha256").update(code).digest("hex").slice(0, 10)}.js`;

/** Parts take what they share with the core from it, and are fetched by it: they come first. */
async function parts() {
  const found = (await readdir(join(here, "src/parts"))).filter((name) => /\.tsx?$/.test(name));
  const kit = join(here, "src/lazy/kit.ts");
  return Object.fromEntries(
    await Promise.all(
      found.map(async (file) => {
        const name = parse(file).name;
        const { code, moduleIds } = await script(`src/parts/${file}`, {}, [kit]);
        const doubled = moduleIds.filter((id) => id.startsWith(join(here, "src")) && !id.includes("/src/parts/"));
        if (doubled.length) throw new Error(`${file} brings what the core has: ${doubled}. Import it from lazy/kit.`);
        return [name, { file: hashed(name, code), code }];
      }),
    ),
  );
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

const lazy = await parts();
const files = Object.fromEntries(Object.entries(lazy).map(([part, { file }]) => [part, file]));
const { code: widget } = await script("src/main.ts", { __PARTS__: JSON.stringify(files) });
const name = hashed("widget", widget);
const named = { __WIDGET__: JSON.stringify(name) };
const { code: loader } = await script("src/loader/loader.ts", named);
const { code: jivo } = await script("src/jivo/jivo.ts", named);

const { code: preview } = await script("src/preview/preview.ts"); // the settings' page, nobody else's

await mkdir(out, { recursive: true });
const wanted = [name, ...Object.values(files)];
for (const old of await readdir(out)) if (!wanted.includes(old)) await rm(join(out, old), { recursive: true });
for (const { file, code } of Object.values(lazy)) await writeFile(join(out, file), code);
await writeFile(join(out, name), widget);
await writeFile(join(out, "preview.js"), preview);
for (const file of ["preview.html", "preview.css"]) await copyFile(join(here, "src/preview", file), join(out, file));
await writeFile(join(out, "storage.json"), JSON.stringify(await storageTable(), null, 1));
// Last: these name the others.
await writeFile(join(out, "jivo.js"), jivo);
await writeFile(join(out, "loader.js"), loader);
