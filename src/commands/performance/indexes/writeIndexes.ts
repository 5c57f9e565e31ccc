import { qualified } from "../../../core/catalog/objects.ts";
import { draftText } from "../../../core/indexes/indexDraft.ts";
import type { Json } from "../../../core/json.ts";
import type { Finding } from "../../../core/report/report.ts";
import type { Session } from "../../../engines/engine.ts";
import type { CommandContext } from "../../context.ts";
import type { MigrationPart } from "../../migration/write/migrationFiles.ts";
import { writeMigration, type WrittenMigration } from "../../migration/write/writeMigration.ts";
import type { NamedIndex } from "./named.ts";

export interface WrittenIndexes {
  readonly files: readonly string[];
  readonly passed: boolean;
  /** Null where the layout has no place for a way back. */
  readonly rollbackVerified: boolean | null;
  readonly findings: readonly Finding[];
  readonly migrations: readonly Json[];
}

/** Writes the set as migrations with their ways back, each dry-run before it stays: one file for all, or one each where none may share a transaction. */
export async function writeIndexes(context: CommandContext, session: Session, named: readonly NamedIndex[]): Promise<WrittenIndexes> {
  const apart = named.some(({ statements }) => statements.online?.apart === true);
  const groups = apart ? named.map((one) => [one]) : [named];
  const done: WrittenMigration[] = [];
  for (const group of groups) {
    const [first] = group;
    if (first === undefined) continue;
    const outside = first.statements.online?.apart === true;
    const title = group.length === 1 ? `add ${first.name}` : `add ${group.length} indexes`;
    const written = await writeMigration(context, session, { title, parts: group.map(partOf), now: context.now(), ...(outside ? { outside } : {}) });
    done.push(written);
    if (!written.passed) break;
  }
  return {
    files: done.flatMap(({ files }) => files),
    passed: done.every(({ passed }) => passed),
    rollbackVerified: done.some(({ rollbackVerified }) => rollbackVerified === false) ? false : done.every(({ rollbackVerified }) => rollbackVerified === true) ? true : null,
    findings: done.flatMap(({ findings }) => findings),
    migrations: done.flatMap(({ migrations }) => (Array.isArray(migrations) ? (migrations as readonly Json[]) : [])),
  };
}

function partOf({ chosen, statements, helps }: NamedIndex): MigrationPart {
  const { create, drop } = statements.online ?? statements;
  const { draft } = chosen.candidate;
  return { notes: [`${qualified({ schema: draft.schema, name: draft.table })} ${draftText(draft)}: ${helps.length === 0 ? "part of a set" : helps.map(({ before, after }) => `${Math.round(before)} to ${Math.round(after)}`).join(", ")}`], up: [create], down: [drop] };
}
