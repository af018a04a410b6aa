export type * from "./generated";
export * from "./thread";
export { CHANNEL_LIMITS } from "./generated/limits";
