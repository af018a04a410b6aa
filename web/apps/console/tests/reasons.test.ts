import { describe, expect, test } from "vitest";
import { enReasons } from "../src/i18n/enReasons";
import { esReasons } from "../src/i18n/esReasons";
import { ptBRReasons } from "../src/i18n/ptBRReasons";
import { CAUSES, causeOf } from "../src/rules/reasons";

describe("why a channel did not deliver", () => {
  test.each([
    ["viber", "6", "receiverNotSubscribed", "blocked"],
    ["viber", "24", "noBalance", "bill"],
    ["whatsapp", "131047", "Re-engagement message", "window"],
    ["whatsapp", "131026", "Message undeliverable", "gone"],
    ["messenger", "10/2018278", "outside of allowed window", "window"],
    ["messenger", "200/1545041", "This person isn't available right now.", "blocked"],
    ["instagram", "190", "Error validating access token", "connection"],
    ["messenger", "551", "This person isn't available right now.", "blocked"],
    ["vk", "901", "Can't send messages for users without permission", "blocked"],
    ["telegram", "403", "Forbidden: bot was blocked by the user", "blocked"],
    ["telegram", "403", "Forbidden: user is deactivated", "gone"],
    ["telegram", "400", "Bad Request: wrong file identifier/HTTP URL specified", "file"],
    ["telegram", "401", "Unauthorized", "connection"],
    ["email", "5.1.1", "550 no such user", "gone"],
    ["email", "5.2.2", "552 mailbox full", "full"],
    ["email", "5.7.1", "554 refused", "rejected"],
    ["email", "5.3.4", "552 too large", "file"],
    ["custom", "no_answer", "", "busy"],
    ["viber", "503", "", "busy"],
    ["website", "channel_gone", "", "removed"],
  ])("%s says %s %s: %s", (kind, code, reason, cause) => {
    expect(causeOf(kind, code, reason)).toBe(cause);
  });

  test("what is not known stays in the provider's own words", () => {
    for (const kind of ["viber", "vk", "whatsapp", "telegram", "email", "custom", "another"]) {
      expect(causeOf(kind, "99999", "odd")).toBeUndefined();
      expect(causeOf(kind, "", "")).toBeUndefined();
    }
    expect(causeOf("custom", "422", "we are closed")).toBeUndefined();
  });

  test("a code means what its own provider means by it", () => {
    expect(causeOf("viber", "10", "")).toBe("connection");
    expect(causeOf("vk", "10", "")).toBe("busy");
  });

  test("each cause has words in each language", () => {
    for (const words of [enReasons, esReasons, ptBRReasons]) expect(Object.keys(words).sort()).toEqual([...CAUSES].sort());
  });
});
