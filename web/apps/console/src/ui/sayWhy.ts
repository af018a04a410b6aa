import i18n from "i18next";
import { ApiError, Unreachable } from "../api/client";
import { inOurWords } from "../i18n/refusals";

/** An error in words that say what to do. */
export function sayWhy(error: unknown): string {
  if (error instanceof Unreachable) return i18n.t("error.unreachable");
  if (!(error instanceof ApiError)) return i18n.t("error.unknown");
  if (error.status === 403) return i18n.t("error.forbidden");
  if (error.status === 404) return i18n.t("error.notFound");
  if (error.status === 409) return error.detail ? sentence(error.detail) : i18n.t("error.conflict");
  if (error.status === 413) return i18n.t("error.tooLarge");
  if (error.status === 429 || error.status === 503) return i18n.t("error.busy");
  if (error.status < 500 && error.detail) return sentence(error.detail);
  return i18n.t("error.unknown");
}

function sentence(detail: string): string {
  const text = inOurWords(detail);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
