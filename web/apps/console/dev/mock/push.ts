import type { ServerEvent } from "@tertulia/protocol";
import type { WebSocket } from "ws";

const open = new Set<WebSocket>();

export function listen(socket: WebSocket): void {
  open.add(socket);
  socket.on("close", () => open.delete(socket));
  socket.on("message", (data) => {
    const frame = JSON.parse(String(data)) as { type: string };
    if (frame.type === "ping") socket.send(JSON.stringify({ type: "pong" }));
  });
}

export function push(...events: ServerEvent[]): void {
  const frame = JSON.stringify({ type: "events", events });
  open.forEach((socket) => socket.send(frame));
}
