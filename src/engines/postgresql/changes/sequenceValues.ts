import type { Catalog, ColumnObject, TableObject } from "../../../core/catalog/catalog.ts";
import { qualified } from "../../../core/catalog/objects.ts";
import type { ChangeStep } from "../../engine.ts";
import { quoteText } from "../quote.ts";
import { identifier, objectName } from "../render/identifier.ts";
import type { Scope } from "./scope.ts";

/** Sequences that were made anew go on after the highest value in their column, as rows may have been loaded by then. */
export function sequenceValueSteps(scope: Scope): ChangeStep[] {
  return [...serialSteps(scope), ...identitySteps(scope)];
}

function serialSteps({ created, to }: Scope): ChangeStep[] {
  return to.sequences.flatMap((sequence) => {
    const key = `sequence ${qualified(sequence)}`;
    if (sequence.ownedBy === undefined || !created.has(key)) return [];
    const { schema, table, column } = sequence.ownedBy;
    return [setValue(key, `${quoteText(objectName(sequence))}::pg_catalog.regclass`, objectName({ schema, name: table }), column, sequence.increment.startsWith("-"), sequence.start)];
  });
}

function identitySteps({ created, to }: Scope): ChangeStep[] {
  return [...identityColumns(to)].flatMap(({ table, column }) => {
    const key = `column ${qualified(table)}.${column.name}`;
    if (!created.has(`${key}#identity`) || table.partitionOf !== undefined) return [];
    const options = column.identity?.options ?? "";
    const sequence = `pg_catalog.pg_get_serial_sequence(${quoteText(objectName(table))}, ${quoteText(column.name)})::pg_catalog.regclass`;
    return [setValue(key, sequence, objectName(table), column.name, /INCREMENT (BY )?-/.test(options), /START (?:WITH )?(-?\d+)/.exec(options)?.[1] ?? "1")];
  });
}

function* identityColumns(catalog: Catalog): Iterable<{ table: TableObject; column: ColumnObject }> {
  for (const table of catalog.tables) for (const column of table.columns) if (column.identity !== undefined) yield { table, column };
}

function setValue(key: string, sequence: string, table: string, column: string, down: boolean, start: string): ChangeStep {
  const last = `${down ? "min" : "max"}(${identifier(column)})`;
  const sql = `SELECT pg_catalog.setval(${sequence}, COALESCE(${last}::bigint, ${start}), ${last} IS NOT NULL) FROM ${table}`;
  return { phase: "constraints", sql, objects: [key], destroys: false };
}
