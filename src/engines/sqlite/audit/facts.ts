import type { AuditScope } from "../../../core/audit/rule.ts";
import type { Catalog } from "../../../core/catalog/catalog.ts";
import type { SequenceValue } from "../../../core/snapshot/sequences.ts";
import type { AuditRoom } from "../../audit.ts";
import type { Session } from "../../engine.ts";
import { readDamage } from "./facts/damage.ts";
import type { FileFacts } from "./facts/file.ts";
import { readFile } from "./facts/file.ts";
import type { MisfitColumn } from "./facts/misfits.ts";
import { readMisfits } from "./facts/misfits.ts";
import type { Orphans } from "./facts/orphans.ts";
import { readOrphans } from "./facts/orphans.ts";
import type { SensitiveColumn } from "./facts/sensitive.ts";
import { readSensitive } from "./facts/sensitive.ts";

/** What the rules judge; rows were only counted and looked at, and of what they hold nothing is kept. */
export interface SqliteFacts {
  readonly catalog: Catalog;
  readonly scope: AuditScope;
  /** The name of the database as reports show it. */
  readonly database: string;
  /** As the connection's URL says the application has it. */
  readonly foreignKeys: boolean;
  readonly orphans: readonly Orphans[];
  readonly misfits: readonly MisfitColumn[];
  readonly counters: readonly SequenceValue[];
  /** What quick_check says that is wrong; empty where nothing is or it was not asked. */
  readonly damage: readonly string[];
  readonly sensitive: readonly SensitiveColumn[];
  readonly file: FileFacts | null;
  readonly unseen: readonly string[];
}

/** Reads what the rules of this scope need; of a table at most its first rows. */
export async function readFacts(session: Session, { catalog, scope, signal }: AuditRoom): Promise<SqliteFacts> {
  const full = scope === "full";
  const damage = await readDamage(session, signal);
  const file = full ? await readFile(session, signal) : null;
  return {
    catalog, scope,
    database: session.facts.database,
    foreignKeys: session.facts.settings["foreign_keys"] !== "0",
    orphans: await readOrphans(session, catalog, signal),
    misfits: await readMisfits(session, catalog, signal),
    counters: await session.migrations.counters(),
    damage: damage.problems,
    sensitive: full ? await readSensitive(session, catalog, signal) : [],
    file,
    unseen: damage.unseen,
  };
}
