import { UnsupportedError, UsageError } from "../../core/errors.ts";
import { takenNames } from "../../core/indexes/indexName.ts";
import type { Catalog } from "../../core/catalog/catalog.ts";
import type { Identity } from "../../core/access/identity.ts";
import type { Session } from "../../engines/engine.ts";
import type { CommandContext, CommandHandler } from "../context.ts";
import { type Asked, readAsked } from "./indexes/asked.ts";
import { designFor } from "./indexes/design.ts";
import { designReport } from "./indexes/report.ts";
import { measurable } from "./indexes/measurable.ts";
import { givenQueries } from "./indexes/queries.ts";
import { namedIndexes } from "./indexes/named.ts";
import { writeIndexes } from "./indexes/writeIndexes.ts";

/** `design-indexes --query SQL | --workload FILE | --hotpaths`: thinks of indexes, tries each, and tells the set that is worth its cost; with --migration as a migration. */
export const designIndexes: CommandHandler = async (context, input) => {
  const asked = readAsked(input);
  const session = await context.session();
  const { indexes: adapter } = session;
  if (adapter === undefined) throw new UnsupportedError("notBuilt", `design-indexes is not built for ${session.facts.dialect} yet.`);
  context.progress({ message: "Reading the schema" });
  const catalog = await session.catalog(context.signal);
  const all = await givenQueries(context, session, catalog, asked);
  const { queries, left } = measurable(session.engine, all.queries, asked.how === "target" ? "target" : "disposable");
  const given = { ...all, queries, unseen: [...all.unseen, ...left] };
  const as = await identityOf(session, catalog, asked);
  if (asked.how === "target") await agree(context, session);
  const design = await designFor(context, adapter, catalog, given.queries, { catalog, signal: context.signal, ...(as === undefined ? {} : { as }) }, asked.how, asked.most);
  const named = namedIndexes(design, adapter, catalog, takenNames(catalog));
  const written = asked.migration && named.length > 0 ? await writeIndexes(context, session, named) : undefined;
  return designReport({ context, session, adapter, given, design, named, ...(as === undefined ? {} : { as }), ...(written === undefined ? {} : { written }) });
};

async function identityOf(session: Session, catalog: Catalog, { user, dbRole }: Asked): Promise<Identity | undefined> {
  if (user === undefined && dbRole === undefined) return undefined;
  if (session.access?.become === undefined) throw new UsageError("badArgument", `On ${session.facts.dialect} nobody else can be asked as.`, { next: "Leave out --user and --db-role." });
  if (user === undefined) return { name: `role ${dbRole ?? ""}`, settings: {}, owns: [], ...(dbRole === undefined ? {} : { role: dbRole }) };
  return (await session.access.identities({ user, claims: {}, ...(dbRole === undefined ? {} : { role: dbRole }) }, catalog))[0];
}

/** Others must wait for it, so that it is not done without a word. */
async function agree(context: CommandContext, session: Session): Promise<void> {
  const { database, dialect, version } = session.facts;
  await context.confirm({
    title: `Try indexes on ${database} itself?`,
    detail: `Each is really made on ${database} (${dialect} ${version}, ${context.role}), in one transaction that is rolled back. Until then whoever writes to these tables waits. Without --on-target they are tried elsewhere.`,
    sql: [],
    destroys: [],
  });
}
