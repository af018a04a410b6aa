import type { MessageView } from "@tertulia/protocol";
import { describe, expect, it } from "vitest";
import { limitsOf } from "../src/rules/limits";
import { alike, offered, oursOn, withReaction } from "../src/rules/reactions";

const message = (reactions: Record<string, string>) =>
  ({ conversation_id: "k", seq: 1, rev: 3, reactions }) as unknown as MessageView;

describe("the team's reaction", () => {
  it("is one, whoever of the team put it; the contact's is another's", () => {
    expect(oursOn(message({ "contact:c": "🔥" }))).toBe("");
    expect(oursOn(message({ "contact:c": "🔥", "agent:ana": "👍" }))).toBe("👍");
    expect(oursOn(message({ "agent:": "👍" }))).toBe("👍"); // a program's
  });

  it("takes the place of another one, and stays at the same revision", () => {
    const me = { id: "rui", name: "Rui" };
    const after = withReaction(message({ "contact:c": "🔥", "agent:ana": "👍" }), "🙏", me);
    expect(after.reactions).toEqual({ "contact:c": "🔥", "agent:rui": "🙏" });
    expect([after.rev, after.reaction?.delivery?.state]).toEqual([3, "queued"]);
    expect(withReaction(after, "", me).reactions).toEqual({ "contact:c": "🔥" });
  });

  it("is the same heart with its selector and without", () => {
    expect(alike("❤", "❤️")).toBe(true);
    expect(alike("❤", "🧡")).toBe(false);
  });

  it("is offered as the channel takes it", () => {
    expect(offered(limitsOf("email"))).toEqual({ first: [], rest: [], any: false });
    expect(offered(limitsOf("instagram"))).toEqual({ first: ["❤️"], rest: [], any: false });
    const telegram = offered(limitsOf("telegram"));
    expect([telegram.first.length, telegram.rest.length, telegram.any]).toEqual([6, 67, false]);
    expect(offered(limitsOf("whatsapp")).any).toBe(true);
  });
});
