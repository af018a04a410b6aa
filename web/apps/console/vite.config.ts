import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { emojiData } from "./dev/emojiData.ts";
import { eventSchemas } from "./dev/eventSchemas.ts";
import { mockServer } from "./dev/mockServer.ts";

// MOCK=1 serves an in-memory API for looking at the screens; else the local stack answers.
const mock = Boolean(process.env.MOCK);
const stack = process.env.STACK_URL ?? "http://localhost:8080";

export default defineConfig({
  base: "/",
  plugins: [react(), emojiData(), eventSchemas(), ...(mock ? [mockServer()] : [])],
  server: mock ? {} : { proxy: { "/api": { target: stack, ws: true } } },
  build: {
    outDir: "../../dist/console",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0, // data: URLs would need a looser content security policy
    modulePreload: { polyfill: false },
  },
  test: { include: ["tests/**/*.test.ts"] },
});
