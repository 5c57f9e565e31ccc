import type { OtherObject } from "../../../core/catalog/catalog.ts";
import { quoteName } from "../quote.ts";
import { isScratchName } from "../shadow/name.ts";
import { bodyOf } from "./bodies.ts";
import { definerOf } from "./definer.ts";
import { isOwn, read } from "./source.ts";
import type { CatalogSource, Row } from "./source.ts";
import { textLiteralIn } from "./texts.ts";

const columns = {
  name: "EVENT_NAME", definer: "DEFINER", zone: "TIME_ZONE", body: "EVENT_DEFINITION", once: "CAST(EXECUTE_AT AS CHAR)", every: "INTERVAL_VALUE", unit: "INTERVAL_FIELD",
  sqlMode: "SQL_MODE", starts: "CAST(STARTS AS CHAR)", ends: "CAST(ENDS AS CHAR)", status: "STATUS", completion: "ON_COMPLETION", comment: "EVENT_COMMENT",
} as const;

/** All events. Their times mean those of the time zone that is told beside them. */
export async function readEvents(source: CatalogSource): Promise<OtherObject[]> {
  const rows = await read(source, "EVENTS", "EVENT_SCHEMA", columns);
  const events: OtherObject[] = [];
  for (const row of rows) {
    const name = row.name ?? "";
    if (isOwn(name)) continue;
    const sqlMode = row.sqlMode ?? "";
    const body = await bodyOf(source, "EVENT", name, row.body, sqlMode);
    const comment = row.comment === null || row.comment === "" ? "" : `\n  COMMENT ${textLiteralIn(sqlMode, row.comment)}`;
    const head = `CREATE DEFINER=${definerOf(row.definer)} EVENT ${quoteName(name)}\n  ON SCHEDULE ${schedule(row)}\n  ON COMPLETION ${row.completion ?? "NOT PRESERVE"}\n  ${status(row.status, source)}`;
    events.push({ kind: "event", name, definition: `${head}${comment}\n  DO ${body}`, drop: `DROP EVENT ${quoteName(name)}`, facts: { sqlMode, timeZone: row.zone ?? "SYSTEM" } });
  }
  return events;
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
