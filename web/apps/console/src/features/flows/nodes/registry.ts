// Every node kind, in the palette's order: a kind is one file and one line here.
import { attribute } from "./attribute";
import { buttons } from "./buttons";
import { condition } from "./condition";
import { end } from "./end";
import { handOff } from "./handOff";
import { hours } from "./hours";
import { http } from "./http";
import { integration } from "./integration";
import { jump } from "./jump";
import type { NodeKind } from "./kind";
import { list } from "./list";
import { message } from "./message";
import { note } from "./note";
import { question } from "./question";
import { setVariable } from "./setVariable";
import { split } from "./split";
import { survey } from "./survey";
import { tags } from "./tags";
import { wait } from "./wait";

export const KINDS: readonly NodeKind[] = [
  message,
  buttons,
  list,
  question,
  survey,
  wait,
  condition,
  hours,
  split,
  jump,
  handOff,
  tags,
  setVariable,
  attribute,
  note,
  end,
  http,
  integration,
];

const byName = new Map(KINDS.map((one) => [one.kind, one]));

export const KIND_NAMES: ReadonlySet<string> = new Set(byName.keys());
export const kindOf = (kind: string): NodeKind | undefined => byName.get(kind);
