import { fingerprint } from "../catalog/fingerprint.ts";
import type { WorkspaceFiles } from "../files/workspaceFiles.ts";
import { findMigrationFolders } from "../migration/findFolders.ts";
import { databaseHistory } from "../migration/history.ts";
import { mergeHistory } from "../migration/mergeHistory.ts";
import type { MigrationState } from "../migration/migration.ts";
import { readMigrationFolder } from "../migration/readFolder.ts";
import { versionKey } from "../migration/versions.ts";
import { checkOf, type Check, type SmokeRoom } from "./check.ts";

const severities: Readonly<Record<Exclude<MigrationState, "applied" | "pending">, readonly ["warning" | "failed", string]>> = {
  outOfOrder: ["warning", "is not applied, although a later one is"],
  changed: ["warning", "was changed after it was applied"],
  missing: ["warning", "is applied, but its file is gone"],
  interrupted: ["failed", "was interrupted: finish or undo it with apply-migration --resume"],
};

/** The migrations of the workspace beside the database's history, and the schema beside what the last apply recorded. */
export async function historyChecks(room: SmokeRoom, files: WorkspaceFiles, settings: { readonly migrationFolders: readonly string[] }, expected: string | undefined): Promise<Check[]> {
  const folders = await findMigrationFolders(files, settings);
  const checks: Check[] = [];
  let recorded = (await databaseHistory(room.connection, [])).recorded;
  for (const { folder } of folders) {
    const migrations = await readMigrationFolder(files, folder);
    const history = await databaseHistory(room.connection, migrations.migrations);
    recorded = history.recorded;
    const statuses = mergeHistory(migrations, history.entries);
    const problems = statuses.flatMap(({ state, version, name }) => (state === "applied" || state === "pending" ? [] : [{ state, object: version, message: `${version} ${name} ${severities[state][1]}.` }]));
    const worst = problems.some(({ state }) => severities[state][0] === "failed") ? "failed" : "warning";
    const waiting = statuses.filter(({ state }) => state === "pending").map(({ version }) => version);
    const applied = `${statuses.length - waiting.length} of ${statuses.length} are applied as their files say${waiting.length === 0 ? "" : `; waiting: ${waiting.join(", ")}`}.`;
    checks.push(checkOf(`migrations of ${folder}`, applied, worst, problems));
  }
  if (folders.length === 0) checks.push({ name: "migrations", status: "skipped", detail: "The workspace has no migrations.", problems: [] });
  const newest = recorded.filter((entry) => entry.outcome === "applied").at(-1);
  if (expected !== undefined) {
    const wrong = newest !== undefined && versionKey(newest.version) === versionKey(expected) ? [] : [{ object: expected, message: `The newest applied migration is ${newest?.version ?? "none"}, not ${expected}.` }];
    checks.push(checkOf("version", `${expected} is the newest applied migration.`, "failed", wrong));
  }
  const last = newest?.fingerprint === null ? undefined : newest;
  if (last === undefined) checks.push({ name: "schema as applied", status: "skipped", detail: "No migration was applied with Data Engineer, so nothing says how the schema should be.", problems: [] });
  else {
    const drifted = fingerprint(room.catalog) === last.fingerprint ? [] : [{ object: last.version, message: `The schema is no longer what it was after ${last.version} (${last.appliedAt}): something else changed it.` }];
    checks.push(checkOf("schema as applied", `The schema is what ${last.version} left.`, "warning", drifted));
  }
  return checks;
}
