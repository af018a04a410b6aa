import type { AgentView } from "@tertulia/protocol";
import { Unreachable } from "../api/client";
import * as people from "../api/people";

/** A small square picture, straight to the bucket, and then mine. */
export async function uploadPhoto(square: Blob): Promise<AgentView> {
  const ticket = await people.photoTicket(square.type, square.size);
  const form = new FormData();
  for (const [name, value] of Object.entries(ticket.fields)) form.append(name, value);
  form.append("file", square); // S3 ignores what comes after the file
  const answer = await fetch(ticket.url, { method: "POST", body: form }).catch(() => null);
  if (!answer?.ok) throw new Unreachable("upload failed");
  return people.changeMyself({ photo: ticket.key });
}

export const removePhoto = (): Promise<AgentView> => people.changeMyself({ photo: "" });
