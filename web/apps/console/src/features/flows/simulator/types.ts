// One step of the engine, as POST /flows/simulate tells it (chalicelib/flows/{effects,state}.py).
import type { Content, FlowTestTurn } from "@tertulia/protocol";

export type Value = unknown;
export type Outcome = "ended" | "resolved" | "handed_off" | "stopped" | "failed";

export type Effect = { node?: string } & (
  | { type: "say"; content: Content }
  | { type: "note"; text: string }
  | { type: "tag"; add?: string[]; remove?: string[] }
  | { type: "set_attribute"; scope: "contact" | "conversation"; name: string; value: string }
  | { type: "hand_off"; queue_id?: string; agent_id?: string; learned?: Record<string, string> }
  | { type: "resolve" }
  | { type: "call_http"; node: string; call_id: string; method: string; url: string; headers?: [string, string][]; body?: string }
  | { type: "emit"; node: string; call_id: string; action: string; payload?: Record<string, Value> }
  | { type: "wait"; wait_id: string; until?: string | null; working?: number; queue_id?: string }
  | { type: "ask_survey"; survey_id: string }
  | { type: "count"; what: string; flow_id?: string }
  | { type: "ended"; outcome: Outcome }
  | { type: "failed"; code: string; message: string; fatal: boolean }
);

export interface Waiting {
  kind: "reply" | "time" | "http" | "action" | "survey";
  wait_id?: string;
  call_id?: string;
}

export interface EngineState {
  variables?: Record<string, Value>;
  at: { node: string; flow_id?: string };
  waiting?: Waiting | null;
  outcome?: Outcome | "";
  turn?: number;
}

export interface Traced {
  node: string;
  flow_id?: string;
  port?: string;
  note?: string;
}

export interface SimulatedStep {
  state: EngineState;
  effects?: Effect[];
  trace?: Traced[];
}

export type SimEvent =
  | { type: "started"; kind: string; content?: Content | null }
  | { type: "replied"; content: Content }
  | { type: "timer_fired"; wait_id: string }
  | { type: "http_answered"; node: string; call_id: string; status: number; body: string; error: string }
  | { type: "action_done"; node: string; call_id: string; error: string }
  | { type: "survey_ended"; answered: boolean; score: number | null };

export type Given = FlowTestTurn["given"];
