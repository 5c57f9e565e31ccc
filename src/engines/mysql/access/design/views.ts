import { UsageError } from "../../../../core/errors.ts";
import { quoteAccount } from "../../audit/world/accountName.ts";
import { quoteName } from "../../quote.ts";
import { isNumeric } from "../values.ts";
import { type DesignRoom, mapping } from "./room.ts";

/** Statements, each with what undoes it, undone in reverse order. */
export interface Step {
  readonly sql: string;
  readonly undo: string;
}

/** Does the owner column hold something else than accounts' names? */
export function isMapped({ owner, table }: DesignRoom): boolean {
  return isNumeric(owner) || !/^(?:char|varchar|tinytext|text)\b/i.test(owner.type) || table.constraints.some(({ form, columns }) => form === "foreignKey" && columns.includes(owner.name));
}

/** The steps that put a table behind a view of its own rows. */
export function steps(room: DesignRoom): Step[] {
  const { table, rows, request } = room;
  const [name, behind] = [quoteName(table.name), quoteName(rows)];
  const roles = request.mode === "granular" ? rolesOf(room) : undefined;
  return [
    ...(isMapped(room) ? mapped(room) : []),
    ...indexed(room),
    { sql: `RENAME TABLE ${name} TO ${behind}`, undo: `RENAME TABLE ${behind} TO ${name}` },
    ...lent(room),
    view(room, table.name, true),
    ...(roles === undefined ? [] : [
      view(room, `${table.name}_all`, false),
      grant("SELECT", `${table.name}_all`, roles.viewer),
      grant("SELECT, INSERT, UPDATE", table.name, roles.editor),
      grant("SELECT, INSERT, UPDATE, DELETE", `${table.name}_all`, roles.admin),
    ]),
  ];
}

function view(room: DesignRoom, name: string, own: boolean): Step {
  const { table, rows, definer } = room;
  const columns = table.columns.map((column) => `r.${quoteName(column.name)}`).join(", ");
  const as = definer === undefined ? "" : `DEFINER = ${quoteAccount(definer)} `;
  return { sql: `CREATE ${as}SQL SECURITY DEFINER VIEW ${quoteName(name)} AS SELECT ${columns} FROM ${quoteName(rows)} r${own ? ` WHERE ${condition(room)} WITH CASCADED CHECK OPTION` : ""}`, undo: `DROP VIEW ${quoteName(name)}` };
}

function condition(room: DesignRoom): string {
  const owner = `r.${quoteName(room.owner.name)}`;
  const asker = "SUBSTRING_INDEX(USER(), '@', 1)";
  if (!isMapped(room)) return `${owner} = ${asker}`;
  return `${owner} IN (SELECT m.${quoteName(mapping.owner)} FROM ${quoteName(mapping.table)} m WHERE m.${quoteName(mapping.account)} = ${asker})`;
}

function mapped({ catalog, owner, definer }: DesignRoom): Step[] {
  const there = catalog.tables.find(({ name }) => name === mapping.table);
  const lent = definer === undefined ? [] : [grant("SELECT", mapping.table, definer)];
  if (there === undefined) {
    const collate = owner.collation === undefined ? "" : ` COLLATE ${owner.collation}`;
    return [{ sql: `CREATE TABLE ${quoteName(mapping.table)} (${quoteName(mapping.account)} varchar(80) NOT NULL, ${quoteName(mapping.owner)} ${owner.type}${collate} NOT NULL, PRIMARY KEY (${quoteName(mapping.account)}, ${quoteName(mapping.owner)}))`, undo: `DROP TABLE ${quoteName(mapping.table)}` }, ...lent];
  }
  const columns = new Map(there.columns.map(({ name, type }) => [name, type]));
  if (columns.get(mapping.owner) !== owner.type || !columns.has(mapping.account)) throw new UsageError("badArgument", `The table ${mapping.table}, which says whose account is whose, does not fit ${owner.name} (${owner.type}).`, { next: `Give it the columns ${mapping.account} and ${mapping.owner} ${owner.type}, or rename it.` });
  return lent;
}

function indexed({ table, owner }: DesignRoom): Step[] {
  if (table.indexes.some(({ columns }) => columns[0] === owner.name) || table.constraints.some(({ form, columns }) => (form === "primaryKey" || form === "unique" || form === "foreignKey") && columns[0] === owner.name) || /text\b/i.test(owner.type)) return [];
  const index = quoteName(`${table.name}_${owner.name}`.slice(0, 60));
  return [{ sql: `CREATE INDEX ${index} ON ${quoteName(table.name)} (${quoteName(owner.name)})`, undo: `DROP INDEX ${index} ON ${quoteName(table.name)}` }];
}

/** What the view's account needs of the table behind it, and no more. */
function lent({ rows, definer }: DesignRoom): Step[] {
  return definer === undefined ? [] : [grant("SELECT, INSERT, UPDATE, DELETE", rows, definer)];
}

function grant(privileges: string, relation: string, to: string): Step {
  return { sql: `GRANT ${privileges} ON TABLE ${quoteName(relation)} TO ${quoteAccount(to)}`, undo: `REVOKE ${privileges} ON TABLE ${quoteName(relation)} FROM ${quoteAccount(to)}` };
}

interface Roles {
  readonly viewer: string;
  readonly editor: string;
  readonly admin: string;
}

/** The three roles, by the table's name or alone. Throws UsageError with the statements that make them. */
export function rolesOf({ table, world }: DesignRoom): Roles {
  const find = (word: string): string | undefined => [`${table.name}_${word}`, word].map((wanted) => world.accounts.find(({ user, role }) => role && user === wanted)?.name).find((name) => name !== undefined);
  const [viewer, editor, admin] = ["viewer", "editor", "admin"].map(find);
  if (viewer !== undefined && editor !== undefined && admin !== undefined) return { viewer, editor, admin };
  const names = ["viewer", "editor", "admin"].map((word) => quoteName(`${table.name}_${word}`));
  throw new UsageError("badArgument", "granular needs three roles, which the server does not have.", { next: `Let an administrator run: ${names.map((name) => `CREATE ROLE ${name}`).join("; ")}; and give them to accounts.` });
}
