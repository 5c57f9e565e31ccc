import type { TableObject } from "../../../core/catalog/catalog.ts";
import { qualified } from "../../../core/catalog/objects.ts";
import type { ChangeStep } from "../../engine.ts";
import { creatorOf, type Graph } from "../render/graph.ts";
import { inOrder, withoutInline } from "../render/order.ts";
import { type Part, type Phase, phaseOf } from "../render/part.ts";
import { changeInPlace } from "./inPlace.ts";
import { retypedColumns, retypeStatement } from "./retype.ts";
import type { Scope } from "./scope.ts";
import { step } from "./step.ts";

/** The statements that create and alter, in the order of what needs what. Types that are made anew are created here under their name. */
export function createSteps(scope: Scope): ChangeStep[] {
  const graph = withLateLinks(scope);
  const made = new Set([...scope.remade, ...[...scope.created].filter((key) => !followsParent(scope, graph, graph.parts.get(key)!))]);
  const own = withoutInline(graph, new Set([...scope.created, ...scope.altered, ...scope.remade]), made);
  const order = inOrder(withSharedNeeds(scope, own), own.parts.keys());
  const phases = phasesOf(own, order);
  const retypeAt = firstRetypes(scope, order);
  const inlined = groupByCreator(graph, made);
  const steps: ChangeStep[] = [];
  for (const part of order) {
    const phase = phases.get(part.key) ?? "structure";
    const table = retypeAt.get(part.key);
    if (table !== undefined) {
      const columns = retypedColumns(scope, table);
      const { sql, destroys } = retypeStatement(scope, table, columns);
      steps.push(step(phase, sql, columns.map((column) => scope.will.parts.get(`column ${qualified(table)}.${column.name}`)!), destroys));
    }
    if (scope.retyped.has(part.key)) continue;
    if (scope.altered.has(part.key)) {
      const old = scope.was.parts.get(part.key)!;
      if (part.family !== "default" && follows(scope, part, scope.altered)) continue;
      for (const sql of changeInPlace(old, part, scope.from, scope.to)) steps.push(step(phase, sql, [part]));
      continue;
    }
    if (!made.has(part.key) || creatorOf(part, graph, made) !== part) continue;
    for (const sql of part.create) steps.push(step(phase, sql, [part, ...(inlined.get(part.key) ?? [])]));
    if (part.family === "column") steps.push(...(part.afterRows ?? []).map((sql) => step("constraints", sql, [part])));
  }
  return steps;
}

/** An attachment of two tables of which one has rows or keys already comes after everything that the partition must have by then. */
function withLateLinks(scope: Scope): Graph {
  const parts = new Map(scope.will.parts);
  for (const key of scope.created) {
    const part = parts.get(key);
    if (part?.family === "link" && part.needs.some((need) => !scope.created.has(need))) parts.set(key, { ...part, family: "lateLink" });
  }
  return { parts, needs: scope.will.needs };
}

function followsParent(scope: Scope, graph: Graph, part: Part): boolean {
  if (!follows(scope, part, scope.created)) return false;
  if (part.family === "default" && isMadeAlone(graph, part.inherited!.from, scope.created)) return false;
  const link = graph.parts.get(part.inherited!.link)!;
  return !scope.created.has(link.key) || (link.family !== "lateLink" && phaseOf(part.family) === "constraints");
}

/** True for a default that is set by a statement of its own: that one leaves the table's children alone. */
function isMadeAlone(graph: Graph, key: string, created: ReadonlySet<string>): boolean {
  const part = graph.parts.get(key);
  return part !== undefined && creatorOf(part, graph, created) === part;
}

function follows(scope: Scope, part: Part, changed: ReadonlySet<string>): boolean {
  return part.inherited?.follows === true && changed.has(part.inherited.from) && scope.will.parts.has(part.inherited.link);
}

function phasesOf(graph: Graph, order: readonly Part[]): Map<string, Phase> {
  const phases = new Map<string, Phase>();
  for (const part of order) {
    const late = phaseOf(part.family) === "constraints" || [...(graph.needs.get(part.key) ?? [])].some((need) => phases.get(need) === "constraints");
    phases.set(part.key, late ? "constraints" : "structure");
  }
  return phases;
}

/** The columns of a table get their types in one statement, so each of them waits for what any of them needs. */
function withSharedNeeds(scope: Scope, graph: Graph): Graph {
  const needs = new Map(graph.needs);
  for (const table of scope.to.tables) {
    const keys = retypedKeys(scope, table);
    const shared = keys.flatMap((key) => graph.needs.get(key) ?? []).filter((need) => !keys.includes(need));
    if (keys.length > 1) for (const key of keys) needs.set(key, shared);
  }
  return { parts: graph.parts, needs };
}

/** For each table with columns to retype, the first of them in the order: the statement stands there, before new columns that are generated from them. */
function firstRetypes(scope: Scope, order: readonly Part[]): Map<string, TableObject> {
  const found = new Map<string, TableObject>();
  const place = new Map(order.map((part, index) => [part.key, index]));
  for (const table of scope.to.tables) {
    const first = retypedKeys(scope, table).sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0))[0];
    if (first !== undefined) found.set(first, table);
  }
  return found;
}

function retypedKeys(scope: Scope, table: TableObject): string[] {
  return retypedColumns(scope, table).map((column) => `column ${qualified(table)}.${column.name}`);
}

function groupByCreator(graph: Graph, made: ReadonlySet<string>): Map<string, Part[]> {
  const groups = new Map<string, Part[]>();
  for (const key of made) {
    const part = graph.parts.get(key)!;
    const creator = creatorOf(part, graph, made);
    if (creator === part) continue;
    const list = groups.get(creator.key);
    if (list === undefined) groups.set(creator.key, [part]);
    else list.push(part);
  }
  return groups;
}
