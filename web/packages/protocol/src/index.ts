export type * from "./generated";
export * from "./thread";
