// Serves the emoji names from our own origin, so that no page of ours calls a stranger's server.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Plugin } from "vite";

const require = createRequire(import.meta.url);
const LANGUAGES = ["en", "es", "pt"];
const FILES = ["data.json", "messages.json"];

const read = (language: string, file: string): string =>
  readFileSync(require.resolve(`emojibase-data/${language}/${file}`), "utf8");

export function emojiData(): Plugin {
  return {
    name: "emoji-data",
    configureServer(server) {
      server.middlewares.use("/emoji", (request, response, next) => {
        const [, language = "", file = ""] = (request.url ?? "").split("?")[0]!.split("/");
        if (!LANGUAGES.includes(language) || !FILES.includes(file)) return next();
        response.setHeader("content-type", "application/json");
        response.end(read(language, file));
      });
    },
    generateBundle() {
      for (const language of LANGUAGES) {
        for (const file of FILES) {
          this.emitFile({
            type: "asset",
            fileName: `emoji/${language}/${file}`,
            source: read(language, file),
          });
        }
      }
    },
  };
}
