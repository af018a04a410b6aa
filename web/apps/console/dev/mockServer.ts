// An in-memory stand-in of our API for looking at the screens without a stack: `MOCK=1 npm run dev`.
// Never part of a build.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Plugin } from "vite";
import { WebSocketServer } from "ws";

type Answerer = typeof import("./mock/api").answer;

export function mockServer(): Plugin {
  return {
    name: "mock-server",
    configureServer(server) {
      const load = (path: string) => server.ssrLoadModule(path);
      server.middlewares.use("/api", (request, response) => {
        void load("/dev/mock/api.ts").then(({ answer }) => serve(answer, request, response));
      });
      const sockets = new WebSocketServer({ noServer: true });
      server.httpServer?.on("upgrade", (request, socket, head) => {
        if (!request.url?.startsWith("/mock-socket")) return;
        void load("/dev/mock/push.ts").then(({ listen }) =>
          sockets.handleUpgrade(request, socket, head, (opened) => listen(opened)),
        );
      });
    },
  };
}

async function serve(answer: Answerer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const json = request.headers["content-type"]?.includes("json") && body.length > 0;
  await new Promise((resolve) => setTimeout(resolve, 60));
  const url = new URL(request.url ?? "/", "http://localhost");
  const { status, value, type } = answer({
    method: request.method ?? "GET",
    path: url.pathname,
    query: url.searchParams,
    body: json ? JSON.parse(body.toString()) : {},
    origin: `http://${request.headers.host}`,
  });
  response.statusCode = status;
  response.setHeader("content-type", type ?? "application/json");
  response.end(typeof value === "string" || value instanceof Uint8Array ? value : JSON.stringify(value ?? null));
}
