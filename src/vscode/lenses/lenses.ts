import type { MigrationState } from "../../core/migration/migration.ts";
import type { Verdict } from "../views/migrationRow.ts";
import { ago } from "../words.ts";

/** What is known about the file that lenses stand above. */
export interface LensFacts {
  /** Workspace-relative. */
  readonly file: string;
  readonly trusted: boolean;
  /** What the history says; null where none was read. */
  readonly state: MigrationState | null;
  readonly side: "up" | "down" | "both";
  /** The down script, where there is one. */
  readonly down: string | null;
  /** Line of the section that undoes, in a file that holds both. */
  readonly downLine: number | null;
  readonly verdict: Verdict;
  readonly repeatable: boolean;
}

export interface Lens {
  readonly line: number;
  readonly title: string;
  readonly tooltip: string;
  readonly command: string;
  readonly words: readonly string[];
}

/** The lenses above a migration file: the proof first, then what its state allows. Texts are worked out without reading anything. */
export function lensesOf(facts: LensFacts, now: Date): Lens[] {
  const { file, state, side, down, downLine } = facts;
  const done = state === "applied" || state === "changed";
  const verify: Lens = { line: 0, title: "$(list-ordered)\u00a0Verify order", tooltip: "Is everything there when it is used? Nothing is executed.", command: "dataEngineer.verifyOrder", words: [file] };
  if (!facts.trusted) return [verify];
  const rollBack = (line: number): Lens[] =>
    done && down !== null ? [{ line, title: "$(discard)\u00a0Roll back", tooltip: "Runs the down script, after a preview. A snapshot is taken first.", command: "dataEngineer.rollback", words: [down] }] : [];
  if (side === "down") return [...rollBack(0), verify, verdictLens(facts, now)].filter((lens) => lens !== null);
  const lenses: (Lens | null)[] = [
    { line: 0, title: "$(beaker)\u00a0Dry-run", tooltip: "Executes it up and down where nothing can be harmed, and compares the schema.", command: "dataEngineer.dryRun", words: [file] },
    verify,
    state !== null && !done ? { line: 0, title: state === "interrupted" ? "$(play)\u00a0Finish or undo" : "$(play)\u00a0Apply", tooltip: "Takes a snapshot, then applies it.", command: "dataEngineer.applyMigration", words: [file] } : null,
    ...(side === "both" && downLine !== null ? [] : rollBack(0)),
    verdictLens(facts, now),
    ...(side === "both" && downLine !== null ? rollBack(downLine) : []),
  ];
  return lenses.filter((lens) => lens !== null);
}

function verdictLens(facts: LensFacts, now: Date): Lens | null {
  const lens = (title: string, tooltip: string): Lens => ({ line: 0, title, tooltip, command: "dataEngineer.lenses.explain", words: [facts.file, tooltip] });
  const { verdict } = facts;
  const when = verdict.kind === "none" ? "" : ago(verdict.at, now);
  switch (verdict.kind) {
    case "verified": return lens(`$(verified)\u00a0proven ${when}`, `It was executed ${when}, and its down script brought back the very same schema.`);
    case "broken": return lens(`$(warning)\u00a0rollback does not restore (${when})`, `It was executed ${when}; its down script did not bring back the same schema.`);
    case "failed": return lens(`$(error)\u00a0dry-run failed ${when}`, `Its dry-run ${when} failed.`);
    case "notTried": return lens(`$(info)\u00a0ran ${when}, rollback not proven`, facts.down === null ? "It was executed and passed; there is no down script, so nothing is proven of a way back." : "It was executed and passed; its down script was not tried.");
    case "stale": return lens("$(history)\u00a0changed since its dry-run", `Its dry-run ${when} was of another text and says nothing any more.`);
    case "none": return facts.state === "applied" ? null : lens("$(circle-slash)\u00a0not proven", "It was not dry-run against this database.");
  }
}
