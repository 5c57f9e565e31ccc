import type { StatementFacts } from "../script/facts.ts";
import { nameOf } from "./keys.ts";
import type { Violation } from "./violation.ts";

interface Added {
  readonly at: number;
  readonly facts: StatementFacts & { readonly addsEnumValue: NonNullable<StatementFacts["addsEnumValue"]> };
  readonly inTransaction: boolean;
}

/**
 * New enum values that are used before their transaction ends, which PostgreSQL refuses (55P04), except where the type is made in it too.
 * Between BEGIN and COMMIT that is an error; in a file without them it depends on the runner, so it is a warning.
 */
export function enumValueViolations(statements: readonly StatementFacts[], startsScript: (at: number) => boolean, ownTransaction: (at: number) => boolean): Violation[] {
  if (!statements.some((facts) => facts.addsEnumValue !== undefined)) return [];
  const found: Violation[] = [];
  const tablesOfType = tablesByType(statements);
  let added: Added[] = [];
  let madeTypes = new Set<string>();
  let open = false;
  statements.forEach((facts, at) => {
    if (startsScript(at) || facts.control === "begin" || facts.control === "commit" || facts.control === "rollback") {
      added = [];
      madeTypes = new Set();
      open = facts.control === "begin";
    }
    for (const object of facts.defines) if (object.kind === "type") madeTypes.add(object.name);
    for (const one of added) {
      if (!usesValue(facts, one, tablesOfType)) continue;
      found.push({
        rule: "order/enum-value-same-transaction", severity: one.inTransaction ? "error" : "warning", at, object: one.facts.addsEnumValue.type, place: placeOf(facts, one),
        message: `${facts.verb} uses '${one.facts.addsEnumValue.value}', a new value of ${nameOf(one.facts.addsEnumValue.type)}, ${one.inTransaction ? "in the transaction that adds it; PostgreSQL refuses that. Commit first" : "in the file that adds it; it fails where the file runs in one transaction. Add the value in a migration of its own"}.`,
      });
      added = added.filter((other) => other !== one);
    }
    const value = facts.addsEnumValue;
    if (value !== undefined && !madeTypes.has(value.type.name) && (open || !ownTransaction(at))) added.push({ at, facts: { ...facts, addsEnumValue: value }, inTransaction: open });
  });
  return found;
}

function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

function placeOf({ statement }: StatementFacts, { facts }: Added): { readonly start: number; readonly end: number } {
  const text = literal(facts.addsEnumValue.value);
  const start = statement.start + statement.text.indexOf(text);
  return { start, end: start + text.length };
}

function usesValue(facts: StatementFacts, { facts: adding }: Added, tablesOfType: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const { type, value } = adding.addsEnumValue;
  if (facts.addsEnumValue !== undefined || facts.kind === "transactionControl" || /^(?:CREATE (?:OR REPLACE )?(?:FUNCTION|PROCEDURE)|COMMENT)/.test(facts.verb)) return false;
  if (!facts.statement.text.includes(literal(value))) return false;
  const tables = tablesOfType.get(type.name);
  return facts.verb === "DO" || facts.uses.some((use) => (use.kind === "type" ? use.name === type.name : use.kind === "table" && (tables?.has(use.name) ?? true)));
}

/** Tables with a column of a type, by the type's name. */
function tablesByType(statements: readonly StatementFacts[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const facts of statements) {
    for (const use of facts.uses) {
      const table = use.kind === "type" && use.by?.kind === "column" ? use.by.table : undefined;
      if (table === undefined) continue;
      const tables = found.get(use.name);
      if (tables === undefined) found.set(use.name, new Set([table]));
      else tables.add(table);
    }
  }
  return found;
}
