import type { Evidence } from "../../../../core/report/report.ts";
import type { TableObject } from "../../../../core/catalog/catalog.ts";
import { quoteObject } from "../../quote.ts";
import type { AuditFacts } from "../facts.ts";
import { grantee } from "./words.ts";
import { granted } from "./who.ts";

/** Tables of one schema on which one role (or PUBLIC) has a privilege: a GRANT on all tables of a schema is one mistake, and so one finding. */
export interface GrantedTables {
  readonly schema: string;
  readonly role: string;
  readonly tables: readonly { readonly table: TableObject; readonly privileges: readonly string[] }[];
}

/** By schema and role; `wanted` says which privileges on a table count. Owners, roles above policies and those of the provider are left out. */
export function grantedTables(facts: AuditFacts, wanted: (table: TableObject) => readonly string[]): readonly GrantedTables[] {
  const groups = new Map<string, { schema: string; role: string; tables: { table: TableObject; privileges: readonly string[] }[] }>();
  for (const table of facts.catalog.tables) {
    const relation = facts.relations.get(`${table.schema}.${table.name}`);
    if (relation === undefined) continue;
    const asked = wanted(table);
    for (const role of granted(facts, relation, asked)) {
      const privileges = asked.filter((privilege) => relation.privileges.some((line) => line.grantee === role && line.privilege === privilege));
      const key = JSON.stringify([table.schema, role]);
      const group = groups.get(key) ?? { schema: table.schema, role, tables: [] };
      groups.set(key, group);
      group.tables.push({ table, privileges });
    }
  }
  return [...groups.values()];
}

/** "public.orders", "public.orders and public.notes", "12 tables of public". */
export function toldTables({ schema, tables }: GrantedTables): string {
  const names = tables.map(({ table }) => `${table.schema}.${table.name}`);
  if (names.length > 3) return `${names.length} tables of ${schema}`;
  return names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)!}`;
}

/** The statements that take these privileges away, one for each set of them, and those that bring them back as they were. */
export function revoking(facts: AuditFacts, { role, tables }: GrantedTables): { readonly statements: readonly string[]; readonly undo: readonly string[] } {
  const sets = new Map<string, TableObject[]>();
  for (const { table, privileges } of tables) sets.set(privileges.join(", "), [...(sets.get(privileges.join(", ")) ?? []), table]);
  const grantable = (table: TableObject, privilege: string): boolean => facts.relations.get(`${table.schema}.${table.name}`)?.privileges.some((line) => line.grantee === role && line.privilege === privilege && line.grantable) === true;
  return {
    statements: [...sets].map(([privileges, own]) => `REVOKE ${privileges} ON ${own.map(quoteObject).join(", ")} FROM ${grantee(role)}`),
    undo: tables.flatMap(({ table, privileges }) => privileges.map((privilege) => `GRANT ${privilege} ON ${quoteObject(table)} TO ${grantee(role)}${grantable(table, privilege) ? " WITH GRANT OPTION" : ""}`)),
  };
}

/** All of them, where the message does not name each. */
export function listing({ tables }: GrantedTables): readonly Evidence[] {
  return tables.length < 2 ? [] : [{ kind: "table", title: "The tables", columns: ["Table", "Privileges"], rows: tables.map(({ table, privileges }) => [`${table.schema}.${table.name}`, privileges.join(", ")]) }];
}
