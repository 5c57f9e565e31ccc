import type { AuditedText } from "../../../../core/audit/engineLook.ts";
import { type DatabaseFact, type EventTriggerFact, type PublishedTable, readBuiltIns, readDatabase, readEventTriggers, readLeakproof, readPublications, readSequences, readViewReads, type SequenceFact, type ViewRead } from "./beside.ts";
import type { ReadFacts } from "./read.ts";
import { type DefaultPrivilegeFact, readDefaultPrivileges, readSchemas, type SchemaFact } from "./schemas.ts";
import { readTexts } from "./texts.ts";

/** What else decides who reaches what, beyond roles, relations and routines. */
export interface ReachFacts {
  readonly database: DatabaseFact;
  /** By name. */
  readonly schemas: ReadonlyMap<string, SchemaFact>;
  readonly defaults: readonly DefaultPrivilegeFact[];
  readonly sequences: readonly SequenceFact[];
  /** By the view's "schema.name". */
  readonly viewReads: ReadonlyMap<string, readonly ViewRead[]>;
  /** As "schema.name(types)". */
  readonly leakproof: ReadonlySet<string>;
  readonly publications: readonly PublishedTable[];
  readonly eventTriggers: readonly EventTriggerFact[];
  readonly builtIns: ReadonlySet<string>;
  readonly texts: readonly AuditedText[];
  readonly unseen: readonly string[];
}

/** Eleven queries, whatever the size of the schema. */
export async function readReachFacts(read: ReadFacts): Promise<ReachFacts> {
  return {
    database: await readDatabase(read),
    schemas: await readSchemas(read),
    defaults: await readDefaultPrivileges(read),
    sequences: await readSequences(read),
    viewReads: await readViewReads(read),
    leakproof: await readLeakproof(read),
    publications: await readPublications(read),
    eventTriggers: await readEventTriggers(read),
    builtIns: await readBuiltIns(read),
    ...(await readTexts(read)),
  };
}
