// The graph as the builder handles it: what all node kinds have in common. The kinds' own data has
// its types in nodes/.

export type Data = Readonly<Record<string, unknown>>;

export interface FlowNode {
  readonly id: string;
  readonly kind: string;
  readonly x: number;
  readonly y: number;
  readonly title?: string; // its author's own name for it
  readonly data: Data;
}

/** A port leads to one node at most. */
export interface FlowEdge {
  readonly source: string;
  readonly port: string;
  readonly target: string;
}

export interface Moments {
  readonly days: readonly number[]; // 0 = Monday; none = every day
  readonly at: string; // HH:MM
  readonly zone: string; // "" = the account's
  readonly date?: string; // YYYY-MM-DD: once; "" = every week
}

/** The conversations in which a schedule starts. */
export interface Whom {
  readonly status?: "open" | "resolved";
  readonly queue_ids?: readonly string[]; // none = any
  readonly quiet_hours?: number;
}

export const TRIGGERS = [
  "first_message",
  "every_message",
  "keyword",
  "button",
  "invitation",
  "webhook",
  "tag",
  "event",
  "schedule",
] as const;
export type TriggerKind = (typeof TRIGGERS)[number];

export interface FlowTrigger {
  readonly kind: TriggerKind;
  readonly channel_ids?: readonly string[]; // none = every channel
  readonly words?: readonly string[];
  readonly match?: "exact" | "contains" | "word";
  readonly buttons?: readonly string[];
  readonly invitation_ids?: readonly string[];
  readonly webhook_id?: string;
  readonly tag_ids?: readonly string[];
  readonly event?: string;
  readonly moments?: Moments;
  readonly whom?: Whom;
}

export interface FlowVariable {
  readonly name: string;
  readonly kind?: "text" | "number" | "boolean" | "date" | "list";
  readonly value?: unknown;
  readonly description?: string;
}

/** Where the conversation goes if the flow cannot go on. queue_id "" = the common inbox. */
export interface Fallback {
  readonly queue_id?: string;
  readonly text?: string;
}

export interface Graph {
  readonly format: 1;
  readonly start: string;
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
  readonly triggers: readonly FlowTrigger[];
  readonly variables: readonly FlowVariable[];
  readonly fallback?: Fallback;
  readonly priority?: number;
}

/** What keeps a flow from being published. node "" = the flow as a whole. */
export interface Problem {
  readonly node: string;
  readonly port: string;
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Selection {
  readonly nodes: readonly string[];
  readonly edges: readonly string[];
}

export const NOTHING: Selection = { nodes: [], edges: [] };
export const START = "start:"; // the card that begins a flow; no node of the graph
export const EMPTY: Graph = { format: 1, start: "", nodes: [], edges: [], triggers: [], variables: [] };

export const edgeId = ({ source, port }: Pick<FlowEdge, "source" | "port">): string => `${source}|${port}`;
export const nodeOf = (graph: Graph, id: string): FlowNode | undefined => graph.nodes.find((node) => node.id === id);
