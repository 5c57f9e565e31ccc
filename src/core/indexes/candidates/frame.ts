import type { Condition, KeyPart, OrderKey, TableUse } from "../queryUse.ts";
import { distinctOf, type TableStatistics } from "../statistics.ts";

/** The conditions that hold together on one mention of a table: the whole WHERE, or one branch of an OR with it. */
export interface Frame {
  /** One value each, the most telling first. */
  readonly equal: readonly Condition[];
  /** Values that another table gives. */
  readonly joins: readonly Condition[];
  readonly lists: readonly Condition[];
  readonly ranges: readonly Condition[];
  readonly inverted: readonly Condition[];
  readonly all: readonly Condition[];
  readonly order: readonly OrderKey[];
  readonly group: readonly KeyPart[];
}

/** One frame of what always holds, and one for each branch of each OR. */
export function framesOf(use: TableUse, statistics: TableStatistics | undefined): readonly Frame[] {
  const branches = use.either.flatMap((branch) => branch.map((conditions) => [...use.conditions, ...conditions]));
  return [use.conditions, ...branches].map((conditions, at) => frame(conditions, use, at > 0, statistics));
}

function frame(given: readonly Condition[], use: TableUse, branch: boolean, statistics: TableStatistics | undefined): Frame {
  const seen = new Set<string>();
  const all = given.filter(({ part, kind }) => {
    const key = `${kind} ${part.text}`;
    return !seen.has(key) && seen.add(key) !== undefined;
  });
  const telling = (condition: Condition): number => distinctOf(statistics, condition.part.columns[0] ?? "");
  const of = (...kinds: readonly Condition["kind"][]): Condition[] => all.filter(({ kind }) => kinds.includes(kind));
  const equal = of("equal", "null").sort((a, b) => telling(b) - telling(a));
  const fixed = new Set(equal.map(({ part }) => part.text));
  return {
    equal,
    joins: of("join").filter(({ part }) => !fixed.has(part.text)),
    lists: of("in").filter(({ part }) => !fixed.has(part.text)),
    ranges: of("range", "prefix", "notNull").filter(({ part }) => !fixed.has(part.text)),
    inverted: of("inverted"),
    all,
    // What has one value needs no order; the rows of several branches come in none.
    order: branch ? [] : use.order.filter(({ part }) => !fixed.has(part.text)),
    group: branch ? [] : use.group.filter(({ text }) => !fixed.has(text)),
  };
}
