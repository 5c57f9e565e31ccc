import type { PlanNode } from "../../../core/plan/plan.ts";
import type { Draft, Run } from "./draft.ts";
import { finished } from "./draft.ts";
import { operationOf } from "./operation.ts";

interface Line {
  readonly depth: number;
  text: string;
}

const number = String.raw`[\d.]+(?:e[+-]?\d+)?`;
const estimateText = new RegExp(String.raw`\s+\(cost=(?:(${number})\.\.)?(${number}) rows=(${number})\)$`);
const actualText = new RegExp(String.raw`\s+\(actual time=(${number})\.\.(${number}) rows=(${number}) loops=(\d+)\)$`);
const never = /\s+\(never executed\)$/;

/** MySQL's FORMAT=TREE, with or without execution; undefined where no line is a node. */
export function readTree(text: string): { readonly root: PlanNode; readonly executed: boolean } | undefined {
  const lines = linesOf(text);
  if (lines.length === 0) return undefined;
  const executed = lines.some((line) => actualText.test(line.text) || never.test(line.text));
  let at = 0;
  const nodesBelow = (depth: number): Draft[] => {
    const nodes: Draft[] = [];
    for (let line = lines[at]; line !== undefined && line.depth > depth; line = lines[at]) {
      at += 1;
      nodes.push(draftOf(line.text, nodesBelow(line.depth)));
    }
    return nodes;
  };
  const tops = nodesBelow(-1).flatMap((one) => one);
  return { root: finished(statement(tops), executed), executed };
}

/** Subqueries of the select list stand beside the plan whose rows they are asked for. */
export function statement(tops: readonly Draft[]): Draft {
  const [only] = tops;
  return tops.length === 1 && only !== undefined ? only : { operation: "Statement", kind: "result", estimate: only?.estimate ?? {}, run: runOfMany(tops), children: tops };
}

function runOfMany(tops: readonly Draft[]): Run | undefined {
  const first = tops[0]?.run;
  return first === undefined ? undefined : { loops: first.loops, rows: first.rows };
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  for (const line of text.split("\n")) {
    const found = /^(\s*)-> (.*)$/.exec(line);
    const last = lines.at(-1);
    if (found !== null) lines.push({ depth: found[1]?.length ?? 0, text: (found[2] ?? "").trimEnd() });
    else if (last !== undefined && line.trim() !== "") last.text += `\n${line.trimEnd()}`;
  }
  return lines;
}

function draftOf(line: string, children: readonly Draft[]): Draft {
  const isNever = never.test(line);
  const actual = actualText.exec(line);
  const rest = line.replace(never, "").replace(actualText, "");
  const estimate = estimateText.exec(rest);
  const name = rest.replace(estimateText, "").trim();
  const select = /^Select #(\d+) \((.*)\)$/.exec(name);
  if (select !== null) return { operation: name, kind: "subquery", role: select[2], facts: { select_id: Number(select[1]) }, children, ...oneBelow(children) };
  const what = operationOf(name);
  return {
    ...what,
    ...(estimate === null ? {} : { estimate: { rows: Number(estimate[3]), cost: Number(estimate[2]), ...(estimate[1] === undefined ? {} : { startupCost: Number(estimate[1]) }) } }),
    ...(what.facts["printed_elsewhere"] === true ? {} : isNever ? { run: { loops: 0, rows: 0, ms: 0 } } : actual === null ? {} : { run: withDiscarded(runOf(actual), what.kind, children) }),
    ...(what.kind === "hash" ? oneBelow(children) : {}),
    children,
  };
}

/** What the server tells no numbers of passes on those of the one below it. */
function oneBelow(children: readonly Draft[]): Pick<Draft, "estimate" | "run"> {
  const [child] = children;
  if (child === undefined || children.length !== 1) return {};
  return { ...(child.estimate === undefined ? {} : { estimate: child.estimate }), ...(child.run === undefined ? {} : { run: { ...child.run, discarded: [] } }) };
}

function runOf([, , last, rows, loops]: RegExpExecArray): Run {
  const times = Number(loops);
  return { loops: times, rows: Math.round(Number(rows) * times), ms: Number(last) * times, ...(times > 1 ? { rounded: true } : {}) };
}

/** A filter threw away what its input gave and it did not. */
export function withDiscarded(run: Run, kind: Draft["kind"], children: readonly Draft[]): Run {
  const input = children.find((child) => child.role === undefined || !/subquery/.test(child.role))?.run?.rows;
  if (kind !== "filter" || input === undefined || run.rows === undefined) return run;
  return { ...run, discarded: [{ by: "filter", rows: Math.max(0, input - run.rows) }] };
}
