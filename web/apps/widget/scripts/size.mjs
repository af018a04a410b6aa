// Prints the bytes that a visitor fetches, gzipped, and fails above the budget.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const LOADER = 2 * 1024;
const ALL = 20 * 1024;
const out = resolve(dirname(fileURLToPath(import.meta.url)), "../../../dist/widget");

const sizes = readdirSync(out)
  .filter((name) => name.endsWith(".js"))
  .map((name) => [name, gzipSync(readFileSync(join(out, name)), { level: 9 }).length]);
const loader = sizes.find(([name]) => name === "loader.js")[1];
const all = sizes.reduce((sum, [, size]) => sum + size, 0);
for (const [name, size] of sizes) console.log(`${name} ${size}`);
console.log(`loader ${loader} of ${LOADER}, all ${all} of ${ALL} bytes gz`);
if (loader > LOADER || all > ALL) process.exit(1);
