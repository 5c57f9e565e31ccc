import type { NodePair } from "./compare.ts";
import { compareNodes } from "./compare.ts";
import type { BlockCount } from "./nodeNumbers.ts";
import { nodeName } from "./draw.ts";
import type { Plan, PlanNode } from "./plan.ts";
import { bytesText, changeText, countText, msText } from "./planNumbers.ts";

export interface PlanTotal {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly words: string;
  /** "unknown": more or less of it is neither good nor bad. */
  readonly good: "better" | "worse" | "same" | "unknown";
}

export interface PairInWords extends NodePair {
  /** "changed": it does its work in another way, by another operation or another index. */
  readonly state: "same" | "changed" | "new" | "gone";
  /** All that differs. */
  readonly words: string;
  /** Of its time with all below, else of its cost: "7.5 times faster". */
  readonly change: string;
}

export interface PlanComparison {
  /** One sentence: what the change came to. */
  readonly words: string;
  readonly totals: readonly PlanTotal[];
  readonly pairs: readonly PairInWords[];
}

interface Measure {
  readonly name: string;
  readonly of: (plan: Plan) => number | undefined;
  readonly text: (value: number) => string;
  readonly words?: { readonly less: string; readonly more: string };
}

/** Less is neither better nor worse: two runs of one plan differ as much. */
const worthSaying = 1.1;
const slower = { less: "faster", more: "slower" };
const totals: readonly Measure[] = [
  { name: "Execution time", of: (plan) => plan.executionMs ?? plan.root.actual?.ms, text: msText, words: slower },
  { name: "Planning time", of: ({ planningMs }) => planningMs, text: msText, words: slower },
  { name: "Estimated cost", of: ({ root }) => root.estimate.cost, text: countText },
  { name: "Rows thrown away", of: (plan) => whereExecuted(plan, (node) => node.actual?.discarded.reduce((sum, { rows }) => sum + rows, 0)), text: countText },
  { name: "Found in the cache", of: ({ root }) => bytes(root, "hit"), text: bytesText },
  { name: "Read from disk", of: ({ root }) => bytes(root, "read"), text: bytesText },
  { name: "Temporary files", of: ({ root }) => (root.buffers === undefined ? undefined : (bytes(root, "tempRead") ?? 0) + (bytes(root, "tempWritten") ?? 0)), text: bytesText },
];

/** Two plans of one query, told in numbers and words; what one of them does not tell is not compared. */
export function comparePlans(before: Plan, after: Plan): PlanComparison {
  const told = totals.flatMap((measure) => totalOf(measure, before, after));
  const rows = totalOf({ name: "Rows of the result", of: ({ root }) => root.actual?.rows, text: countText }, before, after).map((total): PlanTotal => ({ ...total, good: total.good === "same" ? "same" : "unknown" }));
  const pairs = compareNodes(before, after).map(inWords);
  return { words: sentence(before, after, told, pairs), totals: [...told, ...rows], pairs };
}

function totalOf(measure: Measure, before: Plan, after: Plan): PlanTotal[] {
  const [old, now] = [measure.of(before), measure.of(after)];
  if (old === undefined || now === undefined || (old === 0 && now === 0)) return [];
  const words = changeText(old, now, measure.words);
  return [{ name: measure.name, before: measure.text(old), after: measure.text(now), words, good: Math.max(old, now) <= worthSaying * Math.min(old, now) ? "same" : now < old ? "better" : "worse" }];
}

const stateWords = { changed: "done in another way", new: "new", gone: "gone" } as const;

function sentence(before: Plan, after: Plan, told: readonly PlanTotal[], pairs: readonly PairInWords[]): string {
  const main = told.find(({ name }) => name === "Execution time") ?? told.find(({ name }) => name === "Estimated cost");
  const counts = (["changed", "new", "gone"] as const).map((state) => ({ state, count: pairs.filter((pair) => pair.state === state).length })).filter(({ count }) => count > 0);
  const nodes = counts.length === 0 ? "Every node does what it did before." : `Of the nodes ${counts.map(({ state, count }) => `${countText(count)} ${count === 1 ? "is" : "are"} ${stateWords[state]}`).join(", ")}.`;
  const mixed = before.executed === after.executed ? "" : ` The plan ${before.executed ? "before" : "after"} was executed and the other was not, so times cannot be compared.`;
  const rows = before.executed && after.executed && before.root.actual?.rows !== after.root.actual?.rows ? " They gave different numbers of rows: look whether both ask the same." : "";
  const words = main === undefined ? "" : `${main.name}: ${main.before} before, ${main.after} after, ${main.words}. `;
  return `${words}${nodes}${mixed}${rows}`;
}

function inWords({ before, after }: NodePair): PairInWords {
  if (before === undefined) return { after: after!, state: "new", words: `${nodeName(after!)} is new`, change: "" };
  if (after === undefined) return { before, state: "gone", words: `${nodeName(before)} is gone`, change: "" };
  const changed = nodeName(before) !== nodeName(after);
  const timed = before.actual?.ms !== undefined && after.actual?.ms !== undefined;
  const main = timed ? difference(before.actual.ms, after.actual.ms, 1.1, slower) : difference(before.estimate.cost, after.estimate.cost, 1.01);
  const words = [
    changed ? `${nodeName(before)} became ${nodeName(after)}` : "",
    named(timed ? "time" : "cost", main),
    named("rows", difference(before.actual?.rows, after.actual?.rows, 1)),
    named("loops", difference(before.actual?.loops, after.actual?.loops, 1)),
    named("blocks", difference(blocks(before), blocks(after), 1.01)),
  ].filter((part) => part !== "");
  return { before, after, state: changed ? "changed" : "same", words: words.length === 0 ? "the same" : words.join("; "), change: main };
}

function named(name: string, words: string): string {
  return words === "" ? "" : `${name}: ${words}`;
}

/** Silent below `least` times, and below what clocks can tell: 0.05 ms. */
function difference(before: number | undefined, after: number | undefined, least: number, words?: Measure["words"]): string {
  if (before === undefined || after === undefined || before === after) return "";
  if (before > 0 && after > 0 && Math.max(before / after, after / before) <= least) return "";
  if (words === slower && Math.max(before, after) < 0.05) return "";
  return changeText(before, after, words);
}

function bytes({ buffers }: PlanNode, key: BlockCount): number | undefined {
  const count = buffers?.[key];
  return count === undefined ? undefined : count * buffers!.blockBytes;
}

function blocks({ buffers }: PlanNode): number | undefined {
  return buffers === undefined ? undefined : (buffers.hit ?? 0) + (buffers.read ?? 0);
}

function whereExecuted(plan: Plan, of: (node: PlanNode) => number | undefined): number | undefined {
  if (!plan.executed) return undefined;
  let sum = 0;
  const todo = [plan.root];
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    sum += of(node) ?? 0;
    todo.push(...node.children);
  }
  return sum;
}
