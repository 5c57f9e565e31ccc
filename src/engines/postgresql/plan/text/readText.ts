import type { Json } from "../../../../core/json.ts";
import type { Line } from "../lines.ts";
import { isRaw } from "../raw.ts";
import type { Raw } from "../raw.ts";
import { isProperty, startsSection } from "./labels.ts";
import { isArrow, isTop, nodeLine } from "./nodeLine.ts";
import { targetOf } from "./nodeName.ts";
import { readProperty } from "./property.ts";
import { groupingSets } from "./groupingSets.ts";
import { readWhole } from "./whole.ts";
import { isTarget, unwrap } from "./unwrap.ts";

export type TextReading = { readonly raw: Raw; readonly before: string; readonly others: number } | { readonly reason: string; readonly at: number };
type Target = Record<string, Json>;

/** Reads EXPLAIN's text form into the keys of its JSON form. `before`: what stood before the plan; `others`: how many further plans followed. */
export function readText(lines: readonly Line[]): TextReading {
  const top = lines.findIndex(({ text }) => isTop(text, false));
  const start = top >= 0 ? top : lines.findIndex(({ text }, index) => isTop(text, true) && (index + 1 === lines.length || isArrow(lines[index + 1]!.text) || isProperty(lines[index + 1]!.text)));
  if (start < 0) return noPlan(lines);
  const whole: Target = {};
  const stack: { readonly column: number; readonly raw: Target }[] = [];
  let role: Target = {};
  let target: Target = whole;
  let keys: string[] = [];
  let others = 0;
  for (const { text } of unwrap(lines.slice(start))) {
    const arrow = isArrow(text);
    if (stack.length > 0 && !arrow && isTop(text, false)) others++;
    if (others > 0) continue;
    if (stack.length === 0 || arrow) {
      const node = nodeLine(text);
      while (stack.length > 1 && stack.at(-1)!.column >= node.column) stack.pop();
      Object.assign(node.raw, role);
      role = {};
      const parent = stack.at(-1);
      if (parent === undefined) whole["Plan"] = node.raw;
      else if (Array.isArray(parent.raw["Plans"])) (parent.raw["Plans"] as Json[]).push(node.raw);
      else parent.raw["Plans"] = [node.raw];
      stack.push({ column: node.column, raw: node.raw });
      target = node.raw;
      keys = [];
    } else if (isTarget(text)) {
      const node = stack.at(-1)!.raw;
      node["Target Tables"] = [...((node["Target Tables"] as Json[] | undefined) ?? []), targetOf("ModifyTable", text.trim().replace(/^(?:Foreign )?\w+ on /, ""))];
    } else if (/^\s*(?:InitPlan|SubPlan|CTE) /.test(text)) {
      role = { "Subplan Name": text.trim(), "Parent Relationship": text.trim().startsWith("SubPlan") ? "SubPlan" : "InitPlan" };
    } else if (startsSection(text) || !isProperty(text)) {
      target = readWhole(whole, stack.at(-1)!.raw, target, text);
    } else if (/^\s*(?:Group Key|Hash Key|Sort Key):/.test(text) && target["Node Type"] === "Aggregate") {
      keys.push(text.trim());
      groupingSets(target, keys);
    } else {
      readProperty(target, text);
    }
  }
  return { raw: whole, before: lines.slice(0, start).map(({ text }) => text).join("\n"), others };
}

function noPlan(lines: readonly Line[]): TextReading {
  const arrow = lines.find(({ text }) => isArrow(text));
  if (arrow !== undefined) return { reason: "The plan begins in the middle: its topmost node, which has no arrow, was not copied.", at: arrow.at };
  return { reason: "It is no plan of PostgreSQL: no line names a node as EXPLAIN writes it, such as “Seq Scan on orders  (cost=0.00..35.50 rows=2550 width=4)”.", at: lines[0]?.at ?? 0 };
}

/** Where the numbers of some nodes could not be read. */
export function brokenNodes(raw: Raw): readonly string[] {
  const plan = raw["Plan"];
  const found: string[] = [];
  const visit = (node: Raw): void => {
    if (/\((?:cost|actual)/.test(String(node["Node Type"]))) found.push(String(node["Node Type"]));
    for (const child of (node["Plans"] as Json[] | undefined) ?? []) if (isRaw(child)) visit(child);
  };
  if (isRaw(plan)) visit(plan);
  return found;
}
