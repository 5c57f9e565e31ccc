import type { ObjectRef } from "../../core/script/facts.ts";
import type { Session } from "../engine.ts";

/** Whether an object that a script names is in the database now. Columns, indexes, routines, triggers and events compare without regard to case. */
export async function isThere(session: Session, object: ObjectRef): Promise<boolean> {
  const schema = object.schema === undefined || object.schema === "" ? session.facts.database : object.schema;
  const ask = async (sql: string, ...params: string[]): Promise<boolean> => (await session.run(`SELECT 1 FROM ${sql} LIMIT 1`, { params })).rows.length > 0;
  const table = object.table ?? "";
  switch (object.kind) {
    case "table":
    case "view":
    case "materializedView":
    case "sequence":
      return ask("information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?", schema, object.name);
    case "column":
      return ask("information_schema.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND COLUMN_NAME = ?", schema, table, object.name);
    case "index":
      return ask("information_schema.STATISTICS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND INDEX_NAME = ?", schema, table, object.name);
    case "constraint":
      return ask("information_schema.TABLE_CONSTRAINTS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND CONSTRAINT_NAME = ?", schema, table, object.name);
    case "trigger":
      return ask("information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = ? AND TRIGGER_NAME = ?", schema, object.name);
    case "routine":
      return ask("information_schema.ROUTINES WHERE ROUTINE_SCHEMA = ? AND ROUTINE_NAME = ?", schema, object.name);
    case "database":
    case "schema":
      return ask("information_schema.SCHEMATA WHERE SCHEMA_NAME = ?", object.name);
    case "role":
      return ask("mysql.user WHERE CONCAT(User, '@', Host) = ? OR (User = ? AND Host = '')", object.name, object.name.replace(/@%$/, ""));
    default: {
      const [word = "", ...name] = object.name.split(" ");
      if (word === "event") return ask("information_schema.EVENTS WHERE EVENT_SCHEMA = ? AND EVENT_NAME = ?", schema, name.join(" "));
      if (word === "server") return ask("mysql.servers WHERE Server_name = ?", name.join(" "));
      if (word === "tablespace") return ask("information_schema.FILES WHERE TABLESPACE_NAME = ?", name.join(" "));
      return false;
    }
  }
}
