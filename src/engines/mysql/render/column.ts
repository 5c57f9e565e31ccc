import type { ColumnObject, ConstraintObject, TableObject } from "../../../core/catalog/catalog.ts";
import { textLiteral } from "../catalog/texts.ts";
import type { Flavour } from "../flavourName.ts";
import { quoteName } from "../quote.ts";

/** A column as CREATE TABLE, ADD COLUMN and MODIFY COLUMN write it: all that it is, since MODIFY forgets what is not said. */
export function renderColumn(column: ColumnObject, flavour: Flavour, checks: readonly ConstraintObject[] = []): string {
  const attributes = column.attributes ?? [];
  const versioned = attributes.find((word) => word.startsWith("GENERATED ALWAYS AS ROW"));
  const computed = column.generated !== undefined || versioned !== undefined;
  const parts = [quoteName(column.name), column.type];
  if (column.collation !== undefined) parts.push(`COLLATE ${column.collation}`);
  if (column.generated !== undefined) parts.push(`GENERATED ALWAYS AS (${column.generated.expression}) ${column.generated.stored ? "STORED" : "VIRTUAL"}`);
  if (versioned !== undefined) parts.push(versioned);
  if (!computed || (flavour === "mysql" && column.notNull)) parts.push(column.notNull ? "NOT NULL" : "NULL");
  const srid = attributes.find((word) => word.startsWith("SRID "));
  if (srid !== undefined) parts.push(srid);
  if (column.invisible === true) parts.push("INVISIBLE");
  if (column.default !== undefined) parts.push(`DEFAULT ${column.default}`);
  if (column.onUpdate !== undefined) parts.push(`ON UPDATE ${column.onUpdate}`);
  if (column.identity !== undefined) parts.push("AUTO_INCREMENT");
  parts.push(...attributes.filter((word) => word !== versioned && word !== srid));
  if (column.comment !== undefined) parts.push(`COMMENT ${textLiteral(column.comment)}`);
  parts.push(...checks.map((check) => check.definition));
  return parts.join(" ");
}

/** The CHECKs that stand on the column itself (MariaDB). */
export function ownChecks(table: TableObject, column: string): ConstraintObject[] {
  return table.constraints.filter((constraint) => isColumnCheck(constraint) && constraint.columns[0] === column);
}

export function isColumnCheck(constraint: ConstraintObject): boolean {
  return constraint.form === "check" && constraint.unnamed === true;
}
