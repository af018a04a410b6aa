// The API channel's JSON schemas, at addresses that stay: /schemas/channel-event-1.json is what we post,
// /schemas/channel-event-in-1.json what is posted to us. A change that breaks a reader gets a new number.
import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

const FILES: Record<string, string> = {
  "channel-event-1.json": "event.schema.json",
  "channel-event-in-1.json": "event-in.schema.json",
};

const read = (name: string): string =>
  readFileSync(new URL(`../../../../docs/channels/custom/${FILES[name]}`, import.meta.url), "utf8");

export function eventSchemas(): Plugin {
  return {
    name: "event-schemas",
    configureServer(server) {
      server.middlewares.use("/schemas", (request, response, next) => {
        const name = (request.url ?? "").split("?")[0]!.slice(1);
        if (!(name in FILES)) return next();
        response.setHeader("content-type", "application/json");
        response.end(read(name));
      });
    },
    generateBundle() {
      for (const name of Object.keys(FILES)) {
        this.emitFile({ type: "asset", fileName: `schemas/${name}`, source: read(name) });
      }
    },
  };
}
