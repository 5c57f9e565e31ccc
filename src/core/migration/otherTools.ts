import type { Json } from "../json.ts";
import { historyTableName } from "./historyTable.ts";
import type { HistoryEntry, Migration } from "./migration.ts";
import { compareVersions, readVersion, versionKey } from "./versions.ts";

/** What another tool's history table says. It is read, never written. */
export interface OtherHistory {
  readonly tool: string;
  /** With its schema where it has one. */
  readonly table: string;
  readonly applied: readonly string[];
  /** golang-migrate records one version: everything up to it is applied. */
  readonly upTo?: string;
  /** The tool itself says that its last run was left half done. */
  readonly dirty: boolean;
}

/** What SQL engines say differently when other tools' tables are looked for and read. */
export interface SqlOtherHistories {
  /** Schema ("" where there are none), table and column of every column of the tables with these names that can be read, by table. */
  columnsOf(tables: readonly string[]): Promise<readonly (readonly Json[])[]>;
  /** The condition that a column which says yes or no says yes. */
  isTrue(column: string): string;
}

interface Session {
  readonly engine: { quoteObject(object: { readonly schema?: string; readonly name: string }): string };
  run(sql: string): Promise<{ readonly rows: readonly (readonly Json[])[] }>;
}

interface Found {
  readonly schema: string;
  readonly name: string;
  readonly columns: ReadonlySet<string>;
}

/** The histories of other tools in an SQL database: dbmate, Rails, golang-migrate, diesel, Flyway, Prisma, goose, Supabase. */
export async function readOtherHistories(session: Session, ways: SqlOtherHistories): Promise<OtherHistory[]> {
  const histories: OtherHistory[] = [];
  for (const found of candidates(await ways.columnsOf(names))) {
    const table = session.engine.quoteObject(found.schema === "" ? { name: found.name } : { schema: found.schema, name: found.name });
    const history = await read(session, ways, found, table);
    if (history !== null) histories.push({ ...history, table: found.schema === "" ? found.name : `${found.schema}.${found.name}` });
  }
  return histories;
}

type Read = Omit<OtherHistory, "table">;

async function read(session: Session, { isTrue }: SqlOtherHistories, { schema, name, columns }: Found, table: string): Promise<Read | null> {
  const rows = async (sql: string): Promise<readonly (readonly Json[])[]> => (await session.run(sql)).rows;
  const list = async (tool: string, sql: string): Promise<Read> => ({ tool, applied: (await rows(sql)).map(([version]) => String(version)), dirty: false });
  if (name === "schema_migrations" && schema === "supabase_migrations") return list("Supabase", `SELECT version FROM ${table}`);
  if (name === "schema_migrations" && columns.has("dirty")) {
    const [version, dirty] = (await rows(`SELECT version, dirty FROM ${table} ORDER BY version DESC`))[0] ?? [];
    return { tool: "golang-migrate", applied: [], ...(version === undefined ? {} : { upTo: String(version) }), dirty: dirty === true || dirty === 1 };
  }
  if (name === "schema_migrations" && columns.has("version")) return list("dbmate or Rails", `SELECT version FROM ${table}`);
  if (name === "__diesel_schema_migrations") return list("diesel", `SELECT version FROM ${table}`);
  if (name === "flyway_schema_history") return list("Flyway", `SELECT coalesce(version, script) FROM ${table} WHERE ${isTrue("success")} AND type NOT LIKE 'UNDO%' ORDER BY installed_rank`);
  if (name === "_prisma_migrations") return list("Prisma", `SELECT migration_name FROM ${table} WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`);
  if (name === "goose_db_version") {
    return list("goose", `SELECT g.version_id FROM ${table} g WHERE g.version_id > 0 AND ${isTrue("g.is_applied")} AND g.id = (SELECT max(l.id) FROM ${table} l WHERE l.version_id = g.version_id)`);
  }
  return null;
}

const names = ["schema_migrations", "__diesel_schema_migrations", "flyway_schema_history", "_prisma_migrations", "goose_db_version"];

function candidates(rows: readonly (readonly Json[])[]): Found[] {
  const found = new Map<string, { schema: string; name: string; columns: Set<string> }>();
  for (const [schema, name, column] of rows) {
    const key = `${String(schema)}.${String(name)}`;
    const table = found.get(key) ?? { schema: String(schema), name: String(name), columns: new Set<string>() };
    table.columns.add(String(column));
    found.set(key, table);
  }
  return [...found.values()];
}

/** True where the other tool's history says that this migration is applied. */
export function isAppliedIn(history: OtherHistory, migration: Pick<Migration, "version" | "name">): boolean {
  if (history.upTo !== undefined) return compareVersions(migration.version, history.upTo) <= 0;
  const wanted = versionKey(migration.version);
  return history.applied.some((applied) => {
    if (applied === migration.version || applied === `${migration.version}_${migration.name}` || applied.endsWith(`${migration.version}__${migration.name}.sql`)) return true;
    return versionKey(readVersion(applied)?.version ?? applied) === wanted && (readVersion(applied)?.version === applied || applied.includes(migration.name));
  });
}

/** The history rows that another tool's history stands for, over the migrations of a folder; unknown facts are empty. */
export function entriesFrom(history: OtherHistory, migrations: readonly Migration[]): HistoryEntry[] {
  return migrations
    .filter((migration) => isAppliedIn(history, migration))
    .map(({ version, name, checksum }) => ({ version, name, checksum, appliedAt: "", durationMs: 0, statementsDone: 0, snapshotId: null, outcome: "applied" }));
}

/** One sentence for the report. */
export function describeOther(history: OtherHistory): string {
  const what = history.upTo === undefined ? `${history.applied.length} versions` : `everything up to ${history.upTo}`;
  const dirty = history.dirty ? " It says that its last run was left half done: mend that with the tool first." : "";
  return `${history.table} of ${history.tool} says that ${what} is applied; it is read, and new migrations are recorded in ${historyTableName}.${dirty}`;
}
