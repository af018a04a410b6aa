import { ApiError } from "../../api/client";
import { sayWhy } from "../../ui/sayWhy";

/** Field -> what is wrong with it; '' for what concerns no field. */
export function problemsOf(error: unknown): Record<string, string> {
  const field = error instanceof ApiError ? error.field : "";
  return { [field]: sayWhy(error) };
}
