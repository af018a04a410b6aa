// Prints the bytes that a visitor fetches, gzipped, and fails above the budget.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const LOADER = 2 * 1024;
const CHAT = 20 * 1024; // all that is fetched to open the window and chat, in any language
const PART = 4 * 1024;
const LANGUAGES = ["es", "pt"];
const out = resolve(dirname(fileURLToPath(import.meta.url)), "../../../dist/widget");

const sizes = Object.fromEntries(
  readdirSync(out)
    .filter((name) => name.endsWith(".js"))
    .map((name) => [name.split(".")[0], gzipSync(readFileSync(join(out, name)), { level: 9 }).length]),
);
const { loader, jivo, widget, preview: _ours, ...parts } = sizes;
const words = Math.max(...LANGUAGES.map((name) => parts[name]));
const chat = loader + widget + words;
const large = Object.entries(parts).filter(([, size]) => size > PART);
for (const [name, size] of Object.entries(parts)) console.log(`part ${name} ${size} of ${PART}`);
console.log(`jivo.js, in the loader's place: ${jivo} of ${PART}`);
console.log(`loader ${loader} of ${LOADER}, core ${widget}, longest language ${words}`);
console.log(`to open and chat: ${chat} of ${CHAT} bytes gz`);
if (loader > LOADER || chat > CHAT || jivo > PART || large.length) process.exit(1);
