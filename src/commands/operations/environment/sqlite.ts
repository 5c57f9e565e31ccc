import type { Session } from "../../../engines/engine.ts";
import type { CommandContext } from "../../context.ts";
import type { Check } from "./check.ts";

/** Version, foreign keys and integrity settings of a SQLite file. */
export async function checkSqlite(context: CommandContext, session: Session): Promise<Check[]> {
  const { facts } = session;
  const foreignKeys = (await session.run("PRAGMA foreign_keys", { signal: context.signal })).rows[0]?.[0] === 1;
  const journal = String((await session.run("PRAGMA journal_mode", { signal: context.signal })).rows[0]?.[0] ?? "");
  return [
    { key: "version", name: "Version", status: "passed", detail: `SQLite ${facts.version}, which comes with Data Engineer.` },
    { key: "tls", name: "Encryption", status: "passed", detail: "A local file: nothing goes over a network." },
    foreignKeys
      ? { key: "foreignKeys", name: "Foreign keys", status: "passed", detail: "This connection enforces them. SQLite leaves that to each application: make sure yours does too." }
      : { key: "foreignKeys", name: "Foreign keys", status: "warning", detail: "This connection does not enforce them.", next: "Your application must run PRAGMA foreign_keys = ON on every connection." },
    { key: "journal", name: "Journal", status: journal === "off" || journal === "memory" ? "warning" : "passed", detail: journal === "off" || journal === "memory" ? `journal_mode is ${journal}: a crash may damage the file.` : `journal_mode is ${journal}.` },
    { key: "shadow", name: "Shadow database", status: "passed", detail: "Dry-runs work on a copy of the file, made by SQLite's own backup." },
    { key: "writable", name: "Writing", status: "passed", detail: facts.readOnly ? "The mode is explore, so the file is opened read-only." : "The file is opened for reading and writing." },
  ];
}
