import { useCallback } from "react";
import { useNames } from "./names";
import { kindOf } from "./nodes/registry";
import type { FlowNode } from "./types";
import { useWords } from "./words";

const LONGEST = 60;

/** A node in a few words, for lists, selects and screen readers: "Question: What is your name?" */
export function useNodeName(): (node: FlowNode) => string {
  const { t } = useWords();
  const names = useNames();
  return useCallback(
    (node) => {
      const kind = t(`kind.${node.kind}`);
      const text = node.title || (kindOf(node.kind)?.text(node.data, names) ?? "").replace(/\s+/g, " ");
      const short = text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
      return short ? `${kind}: ${short}` : kind;
    },
    [t, names],
  );
}
