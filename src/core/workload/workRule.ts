import type { CatalogRoom } from "../audit/catalogRule.ts";
import type { Finding } from "../report/report.ts";
import type { IndexWork, TableWork, Workload } from "./workload.ts";

/** What may be seen in what a server counted. Pure; says nothing where the numbers do not carry it. */
export interface WorkRule {
  /** `workload/…`, stable. */
  readonly id: string;
  readonly title: string;
  /** Why it costs, when it does not, and whence a threshold is. */
  readonly why: string;
  find(room: WorkRoom): readonly Finding[];
}

export interface WorkRoom {
  readonly workload: Workload;
  /** The catalog, and how this engine writes a change of it. */
  readonly schema: CatalogRoom;
  readonly now: Date;
}

/** Days since the counters of tables and indexes began; undefined where the server does not say. */
export function countedDays({ workload, now }: WorkRoom): number | undefined {
  return workload.countersSince === undefined ? undefined : (now.getTime() - Date.parse(workload.countersSince)) / 86_400_000;
}

/** "over 12 days", "over 3 hours"; "" where the server does not say since when. */
export function countedOver(room: WorkRoom): string {
  const days = countedDays(room);
  if (days === undefined) return "";
  const [amount, unit] = days >= 2 ? [Math.round(days), "days"] : days * 24 >= 2 ? [Math.round(days * 24), "hours"] : [Math.max(1, Math.round(days * 24 * 60)), "minutes"];
  return `over ${amount} ${amount === 1 ? unit.slice(0, -1) : unit}`;
}

/** As reports name objects. */
export function tableOf({ schema, table }: Pick<TableWork | IndexWork, "schema" | "table">): string {
  return schema === "" ? table : `${schema}.${table}`;
}
