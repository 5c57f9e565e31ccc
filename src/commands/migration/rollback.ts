import { MigrationError } from "../../core/errors.ts";
import { isOneMigration } from "../../core/migration/migrationOfFile.ts";
import { findSnapshot } from "../../core/snapshot/find.ts";
import type { CommandHandler } from "../context.ts";
import { rollbackByScript } from "./rollback/byScript.ts";
import { rollbackToSnapshot } from "./rollback/toSnapshot.ts";

/** `rollback SNAPSHOT|FILE [--preview]`: goes back to a snapshot (schema and kept rows), or runs a migration's down script. Proven first, verified before it is committed. */
export const rollback: CommandHandler = async (context, input) => {
  const reference = input.args["snapshot-or-file"] ?? "";
  const how = { preview: input.flags["preview"] === true };
  const kind = await context.files.kind(reference);
  if (kind === "file" || (kind === "folder" && (await isOneMigration(context.files, reference)))) return rollbackByScript(context, reference, how);
  if (kind === null && /\.sql$/i.test(reference)) throw new MigrationError("missing", `There is no file ${context.files.shown(reference)}.`, { next: "Check the path; it is read from the workspace folder." });
  return rollbackToSnapshot(context, await findSnapshot(context.files, reference), how);
};
