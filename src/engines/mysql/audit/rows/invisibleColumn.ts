import { isPersonalColumn, isSecretColumn, isTenantColumn } from "../../../../core/access/columnMeaning.ts";
import type { AuditFinding } from "../../../../core/audit/auditFinding.ts";
import type { ColumnObject, TableObject } from "../../../../core/catalog/catalog.ts";
import type { MysqlRule } from "../rule.ts";
import { listed } from "../told.ts";
import { lowRights } from "../world/powers.ts";
import type { World } from "../world/world.ts";
import { asAccount, tableObject } from "./attackers.ts";

const id = "rls/invisible-column";

/** INVISIBLE is about SELECT * alone: who may read the table names the column. */
export const invisibleColumn: MysqlRule = {
  id,
  title: "A column that is hidden and not protected",
  why: "INVISIBLE leaves a column out of SELECT * and of INSERT without a list of columns; whoever may read the table reads it by its name. A tenant's column with a default that nobody sees puts rows into that tenant in silence. A hidden key that the server makes is right.",
  scope: "rls",
  untried: "What an insert without a list of columns writes is said by the column's default.",
  find: (world) => world.catalog.tables.flatMap((table) => table.columns.filter(({ invisible }) => invisible === true).flatMap((column) => [...read(world, table, column), ...written(table, column)])),
};

function read(world: World, table: TableObject, { name }: ColumnObject): AuditFinding[] {
  if (!isSecretColumn(name) && !isPersonalColumn(name)) return [];
  // A right on every database is told by itself.
  const rights = lowRights(world, table.grants ?? [], ["SELECT"]).filter(({ from }) => from !== "server");
  if (rights.length === 0) return [];
  return [{
    rule: id,
    object: table.name,
    part: name,
    severity: "warning",
    message: `${table.name}.${name} is INVISIBLE, which leaves it out of SELECT * and nothing else: ${listed(rights.map(({ account }) => account.name))} may read it by its name. Grant SELECT on the other columns alone, or keep it in a table of its own.`,
    attacks: rights.slice(0, 2).map(({ account }) => ({ identity: asAccount(account.name), operation: "select", object: tableObject(table), row: "any", columns: [name] })),
  }];
}

/** A default that is no value, or is made anew for each row, hides nothing. */
function written(table: TableObject, { name, default: value }: ColumnObject): AuditFinding[] {
  if (!isTenantColumn(name) || value === undefined || !/^(?:'[^']*'|-?\d+(?:\.\d+)?)$/.test(value) || value === "''") return [];
  return [{
    rule: id,
    object: table.name,
    part: name,
    severity: "warning",
    message: `${table.name}.${name} says whose a row is, is INVISIBLE and has the default ${value}: an insert that does not name it puts its row into tenant ${value} without a word, and SELECT * does not show it. Make it visible, or take the default away, so that an insert must say it.`,
  }];
}
