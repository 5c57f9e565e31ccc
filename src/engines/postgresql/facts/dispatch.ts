import type { Node } from "libpg-query";
import { alterTableStatements } from "./alterTable.ts";
import type { FactsBuilder } from "./builder.ts";
import { controlStatements } from "./control.ts";
import { databaseStatements } from "./databases.ts";
import { dropStatements } from "./drops.ts";
import { indexStatements } from "./indexes.ts";
import { tagOf } from "./nodes.ts";
import { policyStatements } from "./policies.ts";
import { remarkStatements } from "./remarks.ts";
import { renameStatements } from "./renames.ts";
import { roleStatements } from "./roles.ts";
import { routineStatements } from "./routines.ts";
import { schemaStatements } from "./schemas.ts";
import { sequenceStatements } from "./sequences.ts";
import { tableStatements } from "./tables.ts";
import { triggerStatements } from "./triggers.ts";
import { typeStatements } from "./types.ts";
import { utilityStatements } from "./utilities.ts";
import { viewStatements } from "./views.ts";

type AnyHandler = (statement: unknown, facts: FactsBuilder) => void;

const handlers = {
  ...tableStatements, ...alterTableStatements, ...indexStatements, ...viewStatements, ...triggerStatements, ...policyStatements, ...routineStatements, ...typeStatements, ...sequenceStatements,
  ...schemaStatements, ...databaseStatements, ...dropStatements, ...renameStatements, ...remarkStatements, ...roleStatements, ...controlStatements, ...utilityStatements,
} as Readonly<Record<string, AnyHandler | undefined>>;

/** Collects the facts of one statement of a parse tree. A kind that nothing is known of keeps its first words as verb and counts as a change. */
export function enter(statement: Node, facts: FactsBuilder): void {
  const tag = tagOf(statement);
  const handler = handlers[tag];
  if (handler !== undefined) handler((statement as Record<string, unknown>)[tag], facts);
  else facts.verb = facts.statement.text.split(/\s+/, 2).join(" ").toUpperCase();
}
