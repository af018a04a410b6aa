export type * from "./generated";
export * from "./marks";
export * from "./thread";
export { CHANNEL_LIMITS } from "./generated/limits";
