import type { AuditFinding } from "../../../../core/audit/auditFinding.ts";
import { quoteName } from "../../quote.ts";
import type { MysqlRule } from "../rule.ts";
import type { World } from "../world/world.ts";

const id = "schema/partition-range-ends";
const dayMs = 86_400_000;
/** TO_DAYS('1970-01-01'). */
const epochDays = 719_528;
const soonMs = 31 * dayMs;

/** Found by nobody else: error 1526 comes on the day, and not before. */
export const rangeEnd: MysqlRule = {
  id,
  title: "The last partition of a range ends soon, or has ended",
  why: "A row beyond the last bound of PARTITION BY RANGE has no partition, and its insert fails (error 1526). Ranges without MAXVALUE are right where somebody adds partitions in time: told only where the time, or the numbers of an AUTO_INCREMENT column, have reached the end or nearly so.",
  scope: "schema",
  untried: "It takes a row of a day to come, or with a number that is not reached yet; the server refuses it with error 1526.",
  find: (world) =>
    world.catalog.tables.flatMap(({ name, partitionKey }): AuditFinding[] => {
      const range = partitionKey === undefined ? undefined : rangeOf(partitionKey);
      const end = range === undefined ? undefined : endOf(range, name, world);
      if (range === undefined || end === undefined) return [];
      return [{
        rule: id,
        object: name,
        severity: end.over ? "error" : "warning",
        message: `The last partition of ${name} ends at ${end.told}, ${end.over ? "which is reached: inserts of what comes now fail" : `${end.left} before the end: then inserts fail`} with error 1526, since no partition takes the row. Add the next ones, and let something add them in time.`,
        evidence: [{ kind: "sql", title: "What takes all that comes, until partitions for it are made", sql: `ALTER TABLE ${quoteName(name)} ADD PARTITION (PARTITION rest VALUES LESS THAN ${range.columns ? "(MAXVALUE)" : "MAXVALUE"});` }],
      }];
    }),
};

interface Range {
  /** RANGE COLUMNS: bounds are values of the column itself. */
  readonly columns: boolean;
  /** "to_days", "year", …; "" for the bare column. */
  readonly call: string;
  readonly column: string;
  readonly last: string;
}

/** Undefined for what is no range of one column, and for one that takes everything. */
function rangeOf(key: string): Range | undefined {
  const [, columns, by = ""] = /^RANGE\s*(COLUMNS)?\s*\(((?:[^()]|\([^()]*\))*)\)/i.exec(key) ?? [];
  const [, call = "", quoted = ""] = /^(?:(to_days|year|unix_timestamp)\s*\(\s*)?(`(?:[^`]|``)+`|\w+)\s*\)?$/i.exec(by.trim()) ?? [];
  const bounds = [...key.matchAll(/VALUES\s+LESS\s+THAN\s+(?:(MAXVALUE)|\(\s*('(?:[^']|'')*'|-?\d+|MAXVALUE)\s*\))/gi)];
  const last = bounds.at(-1)?.[1] ?? bounds.at(-1)?.[2];
  if (quoted === "" || last === undefined || /^MAXVALUE$/i.test(last)) return undefined;
  return { columns: columns !== undefined, call: call.toLowerCase(), column: quoted.replace(/^`|`$/g, "").replaceAll("``", "`"), last: last.replace(/^'|'$/g, "") };
}

interface End {
  readonly told: string;
  readonly over: boolean;
  readonly left: string;
}

/** Undefined where the end is far, or nobody can tell. */
function endOf(range: Range, table: string, { now, counters }: World): End | undefined {
  const at = timeOf(range);
  if (at !== undefined) {
    if (Number.isNaN(at) || at - now > soonMs) return undefined;
    const days = Math.max(0, Math.ceil((at - now) / dayMs));
    return { told: new Date(at).toISOString().slice(0, 10), over: at <= now, left: days === 1 ? "one day" : `${days} days` };
  }
  const counter = range.call === "" ? counters.find((one) => one.table === table && one.column === range.column) : undefined;
  if (counter === undefined || !/^\d+$/.test(range.last)) return undefined;
  const most = BigInt(range.last);
  if (counter.reached * 5n < most * 4n) return undefined;
  const left = most - 1n - counter.reached;
  return { told: range.last, over: left <= 0n, left: `${left} rows` };
}

/** In milliseconds since 1970; undefined for a bound that is no time. */
function timeOf({ call, last, columns }: Range): number | undefined {
  if (call === "to_days") return (Number(last) - epochDays) * dayMs;
  if (call === "unix_timestamp") return Number(last) * 1000;
  if (call === "year") return Date.UTC(Number(last), 0, 1);
  return columns && /^\d{4}-\d\d-\d\d/.test(last) ? Date.parse(`${last.slice(0, 10)}T00:00:00Z`) : undefined;
}
