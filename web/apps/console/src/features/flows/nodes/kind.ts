// What a node kind tells the builder about itself.
import type { ComponentType } from "react";
import type { Bootstrap } from "@tertulia/protocol";
import type { Data, FlowNode } from "../types";

export const GROUPS = ["talk", "ask", "decide", "act", "integrate"] as const;
export type Group = (typeof GROUPS)[number];

/** A way out. label: the author's own words, else the port's name in ours. */
export interface Port {
  id: string;
  label?: string;
  word?: string; // the words' `port.{word}`, when it is not `port.{id}`
  tone?: "plain" | "bad";
}

/** Something that the form can tell at once. code: as the server's (`problem.{code}` in the words). */
export interface Fault {
  field: string;
  code: string;
}

/** The names of what nodes point to by id. */
export interface Names extends Pick<Bootstrap, "agents" | "queues" | "tags" | "channels"> {
  flows?: readonly Named[];
  surveys?: readonly Named[];
  nodes?: readonly Named[]; // of this flow
}

export interface Named {
  id: string;
  name: string;
}

export interface FormProps {
  node: FlowNode;
  data: Data;
  /** key: letters typed into one field are one change to undo. */
  change(change: Data, key?: string): void;
  /** What is wrong with that field, in words. */
  errorOf(field: string): string | undefined;
}

export interface NodeKind {
  kind: string;
  group: Group;
  Icon: ComponentType<{ size?: number; stroke?: number }>;
  /** A new one's settings. */
  make(): Data;
  /** In the order in which they are drawn. */
  ports(data: Data): Port[];
  /** What the card shows: the author's words, not the settings. "" = nothing yet. */
  text(data: Data, names: Names): string;
  check(data: Data): Fault[];
  Form: ComponentType<FormProps>;
}

export const nameOf = (all: readonly Named[] | undefined, id: string): string =>
  (id && all?.find((one) => one.id === id)?.name) || "";
