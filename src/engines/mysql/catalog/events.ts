import type { OtherObject } from "../../../core/catalog/catalog.ts";
import { quoteName } from "../quote.ts";
import { isScratchName } from "../shadow/name.ts";
import { bodyOf, bodyShow } from "./bodies.ts";
import type { ToldProgram } from "./bodies.ts";
import { definerOf } from "./definer.ts";
import type { Shown } from "./shows.ts";
import { isOwn, read } from "./source.ts";
import type { CatalogSource, Row } from "./source.ts";
import { textLiteralIn } from "./texts.ts";

const columns = {
  name: "EVENT_NAME", definer: "DEFINER", zone: "TIME_ZONE", body: "EVENT_DEFINITION", once: "CAST(EXECUTE_AT AS CHAR)", every: "INTERVAL_VALUE", unit: "INTERVAL_FIELD",
  sqlMode: "SQL_MODE", starts: "CAST(STARTS AS CHAR)", ends: "CAST(ENDS AS CHAR)", status: "STATUS", completion: "ON_COMPLETION", comment: "EVENT_COMMENT",
} as const;

export type EventRow = Row<keyof typeof columns>;

export async function readEvents(source: CatalogSource): Promise<EventRow[]> {
  return (await read(source, "EVENTS", "EVENT_SCHEMA", columns)).filter((row) => !isOwn(row.name ?? ""));
}

export function eventShows(rows: readonly EventRow[]): string[] {
  return rows.flatMap((row) => bodyShow(programOf(row)));
}

function programOf(row: EventRow): ToldProgram {
  return { kind: "EVENT", name: row.name ?? "", body: row.body, sqlMode: row.sqlMode ?? "" };
}

/** Events; their times mean those of the time zone that is told beside them. */
export function eventObjects(source: CatalogSource, rows: readonly EventRow[], shown: Shown): OtherObject[] {
  return rows.map((row) => {
    const program = programOf(row);
    const { name, sqlMode } = program;
    const body = bodyOf(source, shown, program);
    const comment = row.comment === null || row.comment === "" ? "" : `\n  COMMENT ${textLiteralIn(sqlMode, row.comment)}`;
    const head = `CREATE DEFINER=${definerOf(row.definer)} EVENT ${quoteName(name)}\n  ON SCHEDULE ${schedule(row)}\n  ON COMPLETION ${row.completion ?? "NOT PRESERVE"}\n  ${status(row.status, source)}`;
    return { kind: "event", name, definition: `${head}${comment}\n  DO ${body}`, drop: `DROP EVENT ${quoteName(name)}`, facts: { sqlMode, timeZone: row.zone ?? "SYSTEM" } };
  });
}

function schedule(row: Row<"once" | "every" | "unit" | "starts" | "ends">): string {
  if (row.every === null) return `AT '${row.once ?? ""}'`;
  const value = /^\d+$/.test(row.every) ? row.every : `'${row.every.replaceAll("'", "")}'`;
  return `EVERY ${value} ${row.unit ?? ""}${row.starts === null ? "" : ` STARTS '${row.starts}'`}${row.ends === null ? "" : ` ENDS '${row.ends}'`}`;
}

/** On a replica the server itself has disabled it. In a scratch database so are those that are enabled at their origin: they must not fire there. */
function status(text: string | null, { database }: CatalogSource): string {
  if (text === null || text === "ENABLED" || (text !== "DISABLED" && isScratchName(database))) return "ENABLE";
  return text === "DISABLED" ? "DISABLE" : "DISABLE ON SLAVE";
}
