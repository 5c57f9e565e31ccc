import type { Node, ObjectWithArgs, RangeVar, TypeName } from "libpg-query";
import type { ObjectKind, ObjectRef } from "../../../core/script/facts.ts";
import type { FactsBuilder } from "./builder.ts";
import { all, as, strings } from "./nodes.ts";

interface Parts {
  readonly schema?: string;
  readonly name: string;
}

/** The last two names of a dotted name; a database in front is left out. */
export function parts(names: readonly string[]): Parts {
  const name = names.at(-1) ?? "";
  const schema = names.at(-2);
  return schema === undefined ? { name } : { schema, name };
}

function inSchema(kind: ObjectKind, name: string, schema: string | undefined): ObjectRef {
  return schema === undefined ? { kind, name } : { kind, schema, name };
}

/** A relation that the statement makes. */
export function newRelation(kind: ObjectKind, relation: RangeVar | undefined, facts: FactsBuilder): ObjectRef {
  const name = relation?.relname ?? "";
  if (relation?.relpersistence === "t") {
    facts.state.temporary.add(name);
    return { kind, schema: "pg_temp", name };
  }
  return inSchema(kind, name, relation?.schemaname ?? facts.state.creationSchema());
}

/** A relation that must exist. */
export function relationRef(kind: ObjectKind, relation: RangeVar | undefined, facts: FactsBuilder): ObjectRef {
  const name = relation?.relname ?? "";
  return inSchema(kind, name, relation?.schemaname ?? facts.state.lookupSchema(name));
}

/** A relation given as a list of names (DROP, COMMENT, …). */
export function relationNamed(kind: ObjectKind, names: readonly string[], facts: FactsBuilder): ObjectRef {
  const { schema, name } = parts(names);
  return inSchema(kind, name, schema ?? facts.state.lookupSchema(name));
}

/** Anything else that lives in a schema and is made by the statement. */
export function newNamed(kind: ObjectKind, names: readonly string[], facts: FactsBuilder): ObjectRef {
  const { schema, name } = parts(names);
  return inSchema(kind, name, schema ?? facts.state.creationSchema());
}

/** A type, or undefined for those of the grammar itself (INT, TIMESTAMP WITH TIME ZONE, …). */
export function typeRef(type: TypeName | undefined): ObjectRef | undefined {
  if (type === undefined) return undefined;
  const names = strings(type.names);
  if (type.pct_type === true) return undefined;
  const { schema, name } = parts(names);
  if (schema === "pg_catalog" || name === "") return undefined;
  return inSchema("type", name, schema);
}

/** Uses the type, and for `table.column%TYPE` the column. */
export function useType(type: TypeName | undefined, facts: FactsBuilder): void {
  if (type?.pct_type === true) {
    const names = strings(type.names);
    const table = relationNamed("table", names.slice(0, -1), facts);
    facts.use(table, type.location);
    facts.useColumn(table, names.at(-1) ?? "");
    return;
  }
  const ref = typeRef(type);
  if (ref !== undefined) facts.use(ref, type?.location);
}

export function columnOf(table: ObjectRef, name: string): ObjectRef {
  return belonging("column", table, name);
}

/** Something that lives under a table: column, constraint, trigger, policy. */
export function belonging(kind: ObjectKind, table: ObjectRef, name: string): ObjectRef {
  return table.schema === undefined ? { kind, table: table.name, name } : { kind, schema: table.schema, table: table.name, name };
}

function typeText(type: TypeName | undefined): string {
  const names = strings(type?.names).filter((name, index, list) => !(index === 0 && list.length > 1 && name === "pg_catalog"));
  return `${names.join(".")}${"[]".repeat(type?.arrayBounds?.length === undefined ? 0 : 1)}`;
}

/** A routine that is made: with the types of its input arguments. */
export function newRoutine(names: readonly string[], parameters: readonly Node[] | undefined, facts: FactsBuilder): ObjectRef {
  const inputs = all(parameters, "FunctionParameter").filter((parameter) => parameter.mode !== "FUNC_PARAM_OUT" && parameter.mode !== "FUNC_PARAM_TABLE");
  return { ...newNamed("routine", names, facts), signature: inputs.map((parameter) => typeText(parameter.argType)).join(", ") };
}

/** A routine that is named with or without its argument types. */
export function routineRef(routine: ObjectWithArgs | undefined): ObjectRef {
  const { schema, name } = parts(strings(routine?.objname));
  const ref = inSchema("routine", name, schema);
  if (routine?.args_unspecified === true) return ref;
  const types = (routine?.objargs ?? []).map((node) => typeText(as(node, "TypeName")));
  return { ...ref, signature: types.join(", ") };
}

/** Names of a list under a table, as COMMENT and DROP give them: […schema, table, name]. */
export function underTable(kind: ObjectKind, names: readonly string[], facts: FactsBuilder): ObjectRef {
  return belonging(kind, relationNamed("table", names.slice(0, -1), facts), names.at(-1) ?? "");
}

/** The names in a node that is a List, a String, a TypeName or a routine. */
export function namesOf(node: Node | undefined): string[] {
  const text = as(node, "String");
  if (text !== undefined) return [text.sval ?? ""];
  const type = as(node, "TypeName");
  if (type !== undefined) return strings(type.names);
  const routine = as(node, "ObjectWithArgs");
  return strings(routine === undefined ? as(node, "List")?.items : routine.objname);
}
