// A test's turns and misses in words. Pure, but for the language.
import type { FlowTestMiss } from "@tertulia/protocol";
import type { Given } from "../simulator/types";

type Say = (key: string, values?: Record<string, unknown>) => string;

export const contentOf = (given: Given) => (given.type === "began" || given.type === "wrote" ? given.content : null) ?? null;

/** What the contact wrote or pressed; "" = nothing. */
export function wroteOf(given: Given): string {
  const content = contentOf(given);
  return content?.choice?.title || content?.text || content?.media?.[0]?.name || "";
}

/** Only plain words can be written anew. */
export const isPlain = (given: Given): boolean => contentOf(given)?.kind === "text";

export function givenWords(given: Given, t: Say): string {
  switch (given.type) {
    case "served":
      return given.error ? t("tests.given.noAnswer") : t("tests.given.served", { status: given.status });
    case "acted":
      return t(given.error ? "tests.given.notActed" : "tests.given.acted");
    case "rated":
      return given.answered ? t("tests.given.rated", { score: given.score ?? "" }) : t("tests.given.notRated");
    default:
      return t(`tests.given.${given.type ?? "began"}`);
  }
}

export function missWords({ check, name, got }: FlowTestMiss, t: Say): string {
  if (check !== "fit") return t(`tests.miss.${check}`, { name });
  return got === "over" ? t("tests.miss.fitOver") : t("tests.miss.fitText", { got: t(`tests.kind.${got}`) });
}

export const endWords = (outcome: string, t: Say): string => (outcome ? t(`sim.ended.${outcome}`) : t("tests.goesOn"));
