import type { Constraint, Node, TypeName } from "libpg-query";
import type { ObjectRef } from "../../../core/script/facts.ts";
import type { FactsBuilder } from "./builder.ts";
import { belonging, columnOf, relationRef } from "./names.ts";
import { all, as, strings } from "./nodes.ts";
import { tableScope, walkExpression } from "./queries.ts";

const makesConstraint: ReadonlySet<string> = new Set(["CONSTR_PRIMARY", "CONSTR_UNIQUE", "CONSTR_EXCLUSION", "CONSTR_FOREIGN"]);

/** A constraint of a table, or of one column of it. */
export function constraintFacts(constraint: Constraint, table: ObjectRef, facts: FactsBuilder, where: { readonly column?: string }): void {
  const own = where.column === undefined ? strings(constraint.contype === "CONSTR_FOREIGN" ? constraint.fk_attrs : constraint.keys) : [where.column];
  const ref = belonging("constraint", table, constraint.conname ?? implicitName(constraint, table.name, own));
  const expression = (dependent: ObjectRef): void => facts.dependingOn(dependent, () => facts.later({ soft: false }, () => walkExpression(constraint.raw_expr, facts, tableScope(table))));
  facts.dependingOn(ref, () => {
    if (constraint.contype !== "CONSTR_CHECK" && makesConstraint.has(constraint.contype ?? "")) for (const column of own) facts.useColumn(table, column, constraint.location);
  });
  switch (constraint.contype) {
    case "CONSTR_PRIMARY":
    case "CONSTR_UNIQUE":
    case "CONSTR_EXCLUSION": {
      if (constraint.indexname !== undefined && constraint.indexname !== "") facts.use({ ...ref, kind: "index", name: constraint.indexname });
      const unique = constraint.contype === "CONSTR_EXCLUSION" || constraint.indexname !== undefined ? undefined : own;
      facts.defines.push({ ...ref, ...(unique !== undefined && { unique }), ...(constraint.contype === "CONSTR_PRIMARY" && { primary: true }) });
      facts.dependingOn(ref, () => walkExpression([constraint.exclusions, constraint.where_clause], facts, tableScope(table)));
      break;
    }
    case "CONSTR_FOREIGN": {
      const target = relationRef("table", constraint.pktable, facts);
      const columns = strings(constraint.pk_attrs);
      facts.defines.push(ref);
      facts.dependingOn(ref, () => {
        facts.use(target, constraint.pktable?.location, target.name === table.name && target.schema === table.schema ? {} : { needsUniqueOn: columns });
        for (const column of columns) facts.useColumn(target, column, constraint.pktable?.location);
      });
      break;
    }
    case "CONSTR_CHECK":
      facts.defines.push(ref);
      expression(ref);
      break;
    case "CONSTR_DEFAULT":
    case "CONSTR_GENERATED":
      expression(where.column === undefined ? ref : columnOf(table, where.column));
      break;
    case "CONSTR_IDENTITY":
      facts.defines.push(implicitSequence(table, where.column ?? "", constraint.options));
      break;
    default:
  }
}

/** The sequence behind `serial` and identity columns: named by the options, else table_column_seq. */
export function implicitSequence(table: ObjectRef, column: string, options?: readonly Node[]): ObjectRef {
  const named = all(options, "DefElem").find((option) => option.defname === "sequence_name");
  const name = strings(as(named?.arg, "List")?.items).at(-1) ?? objectName(table.name, column, "seq");
  return table.schema === undefined ? { kind: "sequence", table: table.name, name } : { kind: "sequence", schema: table.schema, table: table.name, name };
}

export function isSerial(type: TypeName | undefined): boolean {
  const names = strings(type?.names);
  return names.length === 1 && /^(?:(?:big|small)?serial|serial[248])$/.test(names[0] ?? "");
}

/** The name that the server gives where the script does not. */
function implicitName(constraint: Constraint, table: string, columns: readonly string[]): string {
  switch (constraint.contype) {
    case "CONSTR_PRIMARY":
      return objectName(table, "", "pkey");
    case "CONSTR_UNIQUE":
      return objectName(table, columns.join("_"), "key");
    case "CONSTR_FOREIGN":
      return objectName(table, columns.join("_"), "fkey");
    case "CONSTR_EXCLUSION":
      return objectName(table, columns.join("_"), "excl");
    default:
      return objectName(table, columns.join("_"), "check");
  }
}

/** makeObjectName of the server: 63 bytes, the longer of the two names is cut first. Exact for ASCII names. */
export function objectName(first: string, second: string, label: string): string {
  const room = 63 - label.length - 1 - (second === "" ? 0 : 1);
  let a = first.length;
  let b = second.length;
  while (a + b > room) {
    if (a > b) a--;
    else b--;
  }
  return `${first.slice(0, a)}${second === "" ? "" : `_${second.slice(0, b)}`}_${label}`;
}
