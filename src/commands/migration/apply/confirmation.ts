import type { Catalog } from "../../../core/catalog/catalog.ts";
import { describeUser } from "../../../core/migration/dryRun/activity.ts";
import { tableOfStatement } from "../../../core/migration/dryRun/findings/foreseen.ts";
import { countLosses, type Loss } from "../../../core/migration/dryRun/losses.ts";
import type { Prepared } from "../../../core/migration/dryRun/trial.ts";
import type { RunnableStatement } from "../../../core/migration/plan.ts";
import { hiddenLosses, writtenName } from "../../../core/migration/hiddenLosses.ts";
import { unkept } from "../../../core/snapshot/unkept.ts";
import type { Session } from "../../../engines/engine.ts";
import type { CommandContext, Confirmation } from "../../context.ts";
import { counted } from "../../../core/counted.ts";
import { nounsOf } from "../../../core/nouns.ts";

export interface Ask {
  readonly migrations: readonly Prepared[];
  readonly live: Catalog;
  /** Of the first migration, where an interrupted one is finished; 0 otherwise. */
  readonly from: number;
  /** Set where an interrupted migration is finished: what it left. */
  readonly interrupted: string | null;
}

/** What the person is asked before migrations are applied: every statement, every loss with its rows and what depends on it. */
export async function confirmationFor(context: CommandContext, session: Session, { migrations, live, from, interrupted }: Ask): Promise<Confirmation> {
  const statements = migrations.flatMap(({ up }, at) => up.statements.slice(at === 0 ? from : 0));
  const losses: Loss[] = [];
  for (const statement of statements) losses.push(...(await countLosses(session, live, statement, false)));
  const hidden = hiddenLosses(statements, new Set(losses.map((loss) => loss.destruction)));
  const names = migrations.map(({ migration }) => `${migration.version} ${migration.name}`);
  const { database, dialect, version } = session.facts;
  const large = losses.filter((loss) => (loss.rows ?? 0) > context.settings.largeTableRows).map((loss) => `${loss.object} has ${counted(loss.rows ?? 0, nounsOf(dialect).row)}, keeping them takes time and disk space.`);
  return {
    title: `Apply ${names.length === 1 ? names[0] : `${names.length} migrations`} to ${database}?`,
    detail: [
      interrupted ?? "",
      `${names.slice(0, 10).join(", ")}${names.length > 10 ? `, and ${names.length - 10} more` : ""}: ${counted(statements.length, "statement")} on ${database} (${dialect} ${version}, ${context.role}).`,
      losses.length + hidden.length === 0 ? "A snapshot of the schema is taken first; rollback brings it back." : `A snapshot of the schema and of exactly the ${nounsOf(dialect).row}s that would be lost is taken first; rollback brings both back.`,
      ...large,
      ...unkept(live, [...losses.map(({ destruction }) => destruction), ...hidden]),
      ...opaque(statements, nounsOf(dialect).row),
      ...(await inTheWay(session, live, statements)),
    ].filter((line) => line !== "").join("\n"),
    sql: statements.map((statement) => statement.sql),
    destroys: [
      ...losses.map(({ object, destruction, rows, impact }) => ({ object, how: destruction.how, ...(rows === null ? {} : { rows }), impact })),
      ...hidden.map((destruction) => ({ object: writtenName(destruction), how: destruction.how, impact: [] })),
    ],
  };
}

/** Who works right now with the tables that are to be altered, so that the statements would wait. */
async function inTheWay(session: Session, live: Catalog, statements: readonly RunnableStatement[]): Promise<string[]> {
  const tables = new Set(statements.flatMap((statement) => (statement.facts?.kind === "ddl" ? (tableOfStatement(live, statement) ?? []) : [])));
  const users = tables.size === 0 ? [] : await session.migrations.activity([...tables].map(({ schema, name }) => ({ schema, name })));
  return typeof users === "string" ? [] : users.filter(({ blocks }) => blocks !== "no").map((user) => `${describeUser(user)} Changing it may have to wait.`);
}

/** What cannot be foretold is said before it is asked for. */
function opaque(statements: readonly RunnableStatement[], row: string): string[] {
  return statements.some(({ facts }) => facts?.opaque === true) ? [`What a module changes is known only by running it: ${row}s that it changes or removes are kept in the snapshot while it runs, just before each of its commands.`] : [];
}
