import type { ChangeStep } from "../../engine.ts";
import type { Graph } from "../render/graph.ts";
import type { Part, Phase } from "../render/part.ts";

/** A step that concerns one or more parts. */
export function step(phase: Phase, sql: string, parts: readonly Part[], destroys = false): ChangeStep {
  return { phase, sql, objects: [...new Set(parts.map((part) => part.object))].sort(), destroys };
}

/** The parts with these keys, as far as the graph has them. */
export function partsWith(graph: Graph, keys: Iterable<string>): Part[] {
  return [...keys].map((key) => graph.parts.get(key)).filter((part) => part !== undefined);
}
