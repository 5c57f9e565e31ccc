import type { Condition } from "../queryUse.ts";
import { distinctOf, shareOf, type TableStatistics } from "../statistics.ts";
import type { Frame } from "./frame.ts";

/** A column with more values than this is searched, not divided by its values. */
const mostValues = 50;
/** An index over more than this share of the rows saves little by being partial, and serves one constant alone. */
const largestShare = 0.2;
/** Rows that are not deleted are what is asked for, whatever their share. */
const largestNullShare = 0.5;

/** What partial indexes may be limited to: conditions on constants that hold for a part of the rows and are the same from run to run. Alone, and all together. */
export function predicatesOf(frame: Frame, statistics: TableStatistics | undefined): readonly (readonly Condition[])[] {
  const fit = frame.all.filter((condition) => condition.text !== undefined && dividing(condition, statistics));
  return fit.length > 1 ? [fit, ...fit.map((one) => [one])] : fit.map((one) => [one]);
}

export function predicateText(conditions: readonly Condition[]): string {
  return conditions.map(({ text = "" }) => text).join(" AND ");
}

function dividing({ part, kind, value, values = 1 }: Condition, statistics: TableStatistics | undefined): boolean {
  const column = part.columns[0];
  if (column === undefined || part.columns.length > 1) return false;
  const known = statistics?.columns[column];
  if (kind === "null") return (known?.nulls ?? 0.1) <= largestNullShare;
  if (kind === "notNull") return 1 - (known?.nulls ?? 0) <= largestShare;
  if (kind !== "equal" && kind !== "in") return false;
  return distinctOf(statistics, column) <= mostValues && shareOf(statistics, column, value) * values <= largestShare;
}
