import type { Finding } from "../../../report/report.ts";
import type { StatementFacts } from "../../../script/facts.ts";
import type { Trial } from "../trial.ts";
import { firstLine } from "./rollback.ts";

/** Rows that vanished, and damage that the engine's own checks see; only where the trial ran on a copy or a scratch database. */
export function dataLostFindings({ prepared, health, proof }: Trial): Finding[] {
  if (health === undefined) return [];
  const facts = prepared.up.statements.flatMap((statement) => (statement.facts === null ? [] : [statement.facts]));
  const named = namedTables(facts);
  const file = prepared.up.file;
  const findings: Finding[] = [];
  const [those, advice] = proof === "copy" ? ["rows", " Put PRAGMA foreign_keys = OFF before the transaction, or rebuild without dropping the parent."] : ["sampled rows", ""];
  // What a module removes nobody could name before: its own finding tells what it did.
  const counted = facts.some((one) => one.opaque === true) ? [] : health.before.rows;
  for (const [table, was] of counted) {
    const is = health.after.rows.get(table);
    if (is === undefined || is >= was) continue;
    const range = culprit(prepared.up.statements.map((one) => ({ range: one.range, drops: one.facts?.drops.some((object) => object.kind === "table") ?? false }))) ?? firstLine(prepared.up);
    const lost = `${was - is} of ${was} ${those} of ${table}`;
    if (!named.has(bare(table))) {
      findings.push({ rule: "dry-run/data-lost", severity: "error", object: table, file, range, message: `${lost} vanish, though the script never names ${table}: foreign keys with ON DELETE CASCADE delete them.${advice}` });
    } else if (!facts.some((one) => removes(one, bare(table)))) {
      findings.push({ rule: "dry-run/data-lost", severity: "warning", object: table, file, range, message: `${lost} are gone afterwards, though nothing deletes them by name. Compare what is copied with what was there.` });
    }
  }
  const known = new Set(health.before.problems.map((one) => `${one.check} ${one.object} ${one.message}`));
  for (const problem of health.after.problems) {
    if (known.has(`${problem.check} ${problem.object} ${problem.message}`)) continue;
    findings.push({ rule: "dry-run/integrity", severity: "error", object: problem.object, file, range: firstLine(prepared.up), message: `After the script ${problem.check} reports: ${problem.message}` });
  }
  return findings;
}

function namedTables(facts: readonly StatementFacts[]): Set<string> {
  const names = facts.flatMap((one) => [
    ...[...one.defines, ...one.uses, ...one.drops, ...one.destroys.map((destruction) => destruction.object)].flatMap((object) => (object.kind === "table" || object.kind === "rows" ? [object.name] : object.table === undefined ? [] : [object.table])),
    ...one.renames.flatMap(({ from, to }) => [from.table ?? from.name, to.table ?? to.name]),
  ]);
  return new Set(names.map((name) => name.toLowerCase()));
}

function removes(facts: StatementFacts, table: string): boolean {
  const isIt = (name: string | undefined): boolean => name?.toLowerCase() === table;
  return facts.destroys.some(({ object, how }) => how !== "drop" && isIt(object.table ?? object.name)) || (/^(?:DELETE|REPLACE|TRUNCATE)/i.test(facts.verb) && facts.uses.some((use) => use.kind === "table" && isIt(use.name)));
}

/** The statement that most likely did it: the first that drops a table. */
function culprit<Item extends { readonly drops: boolean; readonly range: Finding["range"] }>(statements: readonly Item[]): NonNullable<Finding["range"]> | undefined {
  return statements.find((one) => one.drops)?.range;
}

function bare(table: string): string {
  return table.slice(table.lastIndexOf(".") + 1).toLowerCase();
}
