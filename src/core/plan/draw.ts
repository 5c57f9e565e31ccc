import { durationText, oneLine } from "../report/render/cell.ts";
import type { PlanNode } from "./plan.ts";
import type { PlanView } from "./planView.ts";
import { relationTitle } from "./relationTitle.ts";

/** A plan as indented lines: each node with what it reads, rows as expected and as they were, its own time or cost, and its conditions. */
export function drawPlan(view: PlanView): string {
  return lines(view.plan.root, view, 0).join("\n");
}

/** "Index Scan on public.orders o using orders_customer": a node as people call it. */
export function nodeName({ operation, relation, index }: PlanNode): string {
  const object = relation === undefined ? "" : ` on ${relationTitle(relation)}`;
  return `${operation}${object}${index === undefined ? "" : ` using ${index}`}`;
}

/** 1234567 → "1,234,567"; fractions keep one digit. */
export function rowsText(rows: number): string {
  const rounded = Math.abs(rows) < 10 ? Math.round(rows * 10) / 10 : Math.round(rows);
  return String(rounded).replace(/\B(?=(?:\d{3})+(?:\.|$))/g, ",");
}

function lines(node: PlanNode, view: PlanView, depth: number): string[] {
  const indent = "   ".repeat(depth);
  const role = node.role === undefined ? "" : `${node.role}: `;
  const head = `${indent}${depth === 0 ? "" : "-> "}${role}${nodeName(node)}${inBrackets(node, view)}`;
  const conditions = node.conditions.filter(({ kind }) => kind !== "output").map(({ kind, text }) => `${indent}      ${kind}: ${oneLine(text)}`);
  return [head, ...conditions, ...node.children.flatMap((child) => lines(child, view, depth + 1))];
}

function inBrackets(node: PlanNode, view: PlanView): string {
  const { estimate, actual } = node;
  const parts = [
    actual?.loops === 0 ? "never run" : rowsPart(estimate.rows, actual?.rows, actual?.loops),
    actual?.exclusiveMs === undefined ? (estimate.cost === undefined ? "" : `cost ${rowsText(estimate.cost)}`) : durationText(actual.exclusiveMs),
    view.shareInWords(node),
    ...(actual?.discarded ?? []).filter(({ rows }) => rows > 0).map(({ rows }) => `${rowsText(rows)} rows read and thrown away`),
  ].filter((part) => part !== "");
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}

/** What was expected is told of one run, and so is what came. */
function rowsPart(expected: number | undefined, came: number | undefined, loops = 1): string {
  if (came === undefined) return expected === undefined ? "" : `${rowsText(expected)} rows expected`;
  const each = loops > 1 ? ` in each of ${rowsText(loops)} runs` : "";
  const rows = came / Math.max(1, loops);
  return `${rowsText(rows)} ${rowsText(rows) === "1" ? "row" : "rows"}${expected === undefined ? "" : ` of ${rowsText(expected)} expected`}${each}`;
}
