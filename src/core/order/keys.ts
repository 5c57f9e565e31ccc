import type { ObjectKind, ObjectRef } from "../script/facts.ts";
import type { OrderRules } from "./orderInput.ts";

/** Names of these kinds share a space: a table and an index of one schema cannot have the same. */
const spaces: Readonly<Record<ObjectKind, string>> = {
  table: "r", view: "r", materializedView: "r", index: "r", sequence: "r", type: "t", domain: "t", routine: "f", column: "c", constraint: "k", trigger: "g", policy: "p",
  schema: "s", extension: "e", role: "u", database: "d", rows: "x", other: "o",
};

/** Spaces that each table has of its own. */
const underTables: ReadonlySet<string> = new Set(["c", "k", "g", "p"]);

/** The keys under one table, or of one schema. */
interface Group {
  readonly schema: string;
  readonly table: string;
  readonly byName: Map<string, string>;
}

/** What makes two references mean the same object. Each key is made once, as the same text is asked for again and again. */
export class Keys {
  private readonly defaultSchema: string;
  private readonly temporarySchema: string;
  private readonly spaces: Readonly<Record<ObjectKind, string>>;
  private readonly underTables: ReadonlySet<string>;
  private readonly groups = new Map<string, Group>();
  /** The group that was asked for last, by space. */
  private readonly last = new Map<string, Group>();

  constructor(rules: OrderRules) {
    this.defaultSchema = rules.defaultSchema;
    this.temporarySchema = rules.temporarySchema ?? "pg_temp";
    this.spaces = rules.indexesPerTable === true ? { ...spaces, index: "i" } : spaces;
    this.underTables = rules.indexesPerTable === true ? new Set(["c", "k", "i", "p"]) : rules.triggersPerSchema === true ? new Set(["c", "k", "p"]) : underTables;
  }

  of(object: ObjectRef): string {
    return this.key(this.spaces[object.kind], object.schema, object.table, object.name);
  }

  /** The key of the table that something lives under, or undefined. */
  ofTable(object: ObjectRef): string | undefined {
    return object.table === undefined ? undefined : this.key("r", object.schema, undefined, object.table);
  }

  /** Every table, view and materialised view is a type too. */
  ofTypesRelation(object: ObjectRef): string | undefined {
    return object.kind === "type" || object.kind === "domain" ? this.key("r", object.schema, undefined, object.name) : undefined;
  }

  isTemporary(object: ObjectRef): boolean {
    return object.schema === this.temporarySchema;
  }

  /** The index behind a constraint, where indexes are the table's own: `DROP CONSTRAINT` drops unique ones too. */
  ofConstraintsIndex(object: ObjectRef): string | undefined {
    return object.kind === "constraint" && this.spaces.index === "i" ? this.of({ ...object, kind: "index" }) : undefined;
  }

  /** The same name as a temporary object. */
  ofTemporary(object: ObjectRef): string {
    return this.key(this.spaces[object.kind], this.temporarySchema, object.table, object.name);
  }

  private key(space: string, named: string | undefined, under: string | undefined, name: string): string {
    const schema = named === undefined || named === this.defaultSchema ? "" : named;
    const table = under !== undefined && this.underTables.has(space) ? under : "";
    let group = this.last.get(space);
    if (group === undefined || group.table !== table || group.schema !== schema) this.last.set(space, (group = this.group(space, schema, table)));
    let key = group.byName.get(name);
    if (key === undefined) {
      key = this.underTables.has(space) ? `${space}:${schema}.${table}.${name}` : `${space}:${schema}.${name}`;
      group.byName.set(name, key);
    }
    return key;
  }

  private group(space: string, schema: string, table: string): Group {
    const id = `${space}${schema}\0${table}`;
    let group = this.groups.get(id);
    if (group === undefined) this.groups.set(id, (group = { schema, table, byName: new Map() }));
    return group;
  }
}

/** How a person calls it: "table app.users", "column users.email", "function total". */
export function nameOf(object: ObjectRef): string {
  const schema = object.schema === undefined || object.schema === "" ? "" : `${object.schema}.`;
  const words: Partial<Record<ObjectKind, string>> = { materializedView: "materialized view", routine: object.signature === "procedure" ? "procedure" : "function", other: "" };
  const kind = object.called ?? words[object.kind] ?? object.kind;
  const under = object.table !== undefined && object.kind !== "index" && object.kind !== "sequence" ? `${object.table}.` : "";
  return `${kind} ${schema}${under}${object.name}`.trim();
}
