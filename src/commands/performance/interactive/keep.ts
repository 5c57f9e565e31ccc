import type { Catalog } from "../../../core/catalog/catalog.ts";
import type { MadeIndex, Measurement } from "../../../core/indexes/bench.ts";
import type { Candidate } from "../../../core/indexes/choose/candidate.ts";
import { draftText } from "../../../core/indexes/indexDraft.ts";
import { indexName, takenNames } from "../../../core/indexes/indexName.ts";
import type { Session } from "../../../engines/engine.ts";
import type { IndexAdapter } from "../../../engines/indexes.ts";
import type { CommandContext } from "../../context.ts";
import type { NamedIndex } from "../indexes/named.ts";
import { writeIndexes } from "../indexes/writeIndexes.ts";
import type { Step } from "./step.ts";

/** An index that stood at the end of the tries. */
export interface Kept {
  readonly candidate: Candidate;
  readonly made: MadeIndex;
  readonly before: Measurement;
  readonly after: Measurement;
  readonly unit: string;
  readonly executed: boolean;
}

/** Asks what becomes of the indexes that were kept: a migration with its way back, or only the statements. Returns what to show next. */
export async function keep(context: CommandContext, session: Session, adapter: IndexAdapter, catalog: Catalog, kept: readonly Kept[], steps: Step[]): Promise<string> {
  const taken = takenNames(catalog);
  const named = kept.map(({ candidate, made, before, after }): NamedIndex => {
    const name = indexName(candidate.draft, taken);
    return { chosen: { candidate, bytes: made.bytes, estimated: made.estimated, name: made.name }, name, statements: adapter.statements(candidate.draft, name, catalog), helps: [{ query: "Q1", before: before.cost, after: after.cost }], replaces: [] };
  });
  const statements = named.map((one) => (one.statements.online ?? one.statements).create);
  const answer = await context.ask({
    title: "What shall become of them?", detail: statements.map((sql) => `${sql};`).join("\n"), initial: "show",
    choices: [{ value: "migration", label: "Write a migration", detail: "with its way back, dry-run before it stays" }, { value: "show", label: "Only show what makes them" }, { value: "discard", label: "Discard them" }],
  });
  if (answer === "discard" || answer === undefined) {
    steps.push({ what: "discard", words: kept.map(({ candidate }) => draftText(candidate.draft)).join(", ") });
    return "They are discarded.";
  }
  const [first] = kept;
  steps.push({ what: "keep", words: named.map(({ name }) => name).join(", "), statements, ...(first === undefined ? {} : { before: first.before.cost, after: first.after.cost, unit: first.unit, planAfter: first.after.plan }) });
  if (answer !== "migration") return statements.map((sql) => `${sql};`).join("\n");
  const written = await writeIndexes(context, session, named);
  const back = written.rollbackVerified === true ? "its way back restores exactly what was there" : "its way back was not verified";
  steps.push({ what: "migration", words: written.passed ? `written, ${back}` : "its own dry-run failed, so that nothing was written", files: written.files });
  return written.passed ? `Wrote ${written.files.join(" and ")}; the dry-run passed, ${back}.` : ["Nothing was written: the migration's own dry-run failed.", ...written.findings.map(({ message }) => message)].join("\n");
}
