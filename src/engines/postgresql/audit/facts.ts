import type { Catalog } from "../../../core/catalog/catalog.ts";
import type { Session } from "../../engine.ts";
import { loadParser, type Parser } from "../parser.ts";
import type { ReadFacts } from "./facts/read.ts";
import { type ReachFacts, readReachFacts } from "./facts/reach.ts";
import { readRelations, type RelationFact } from "./facts/relations.ts";
import { type Roles, readRoles } from "./facts/roles.ts";
import { readRoutines, type RoutineFact } from "./facts/routines.ts";

/** What the rules look at: the catalog, and what it lacks. */
export interface AuditFacts {
  readonly catalog: Catalog;
  readonly parser: Parser;
  /** As `ServerFacts.versionNumber`. */
  readonly version: number;
  /** The role that the audit runs as. */
  readonly user: string;
  readonly roles: Roles;
  /** By "schema.name". */
  readonly relations: ReadonlyMap<string, RelationFact>;
  readonly routines: readonly RoutineFact[];
  readonly reach: ReachFacts;
}

/** Reads them in a constant number of reading statements. */
export async function readFacts(session: Session, catalog: Catalog, signal: AbortSignal): Promise<AuditFacts> {
  const read: ReadFacts = { rows: async (sql) => (await session.run(sql, { signal })).rows, version: session.facts.versionNumber };
  return {
    catalog,
    parser: await loadParser(),
    version: session.facts.versionNumber,
    user: session.facts.user,
    roles: await readRoles(read),
    relations: await readRelations(read),
    routines: await readRoutines(read),
    reach: await readReachFacts(read),
  };
}
