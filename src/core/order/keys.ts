import type { ObjectKind, ObjectRef } from "../script/facts.ts";
import { Identity } from "./identity.ts";
import type { OrderRules } from "./orderInput.ts";

/** Names of these kinds share a space: a table and an index of one schema cannot have the same. */
const spaces: Readonly<Record<ObjectKind, string>> = {
  table: "r", view: "r", materializedView: "r", index: "r", sequence: "r", type: "t", domain: "t", routine: "f", column: "c", constraint: "k", trigger: "g", policy: "p",
  schema: "s", extension: "e", role: "u", database: "d", rows: "x", other: "o",
};

/** Spaces that each table has of its own. */
const underTables: ReadonlySet<string> = new Set(["c", "k", "g", "p"]);

/** The identities under one table, or of one schema. */
interface Group {
  readonly schema: string;
  readonly table: string;
  readonly byName: Map<string, Identity>;
}

/** Tells which references mean the same object: those get the same identity, which is made once for a run. */
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

  of(object: ObjectRef): Identity {
    return this.identity(this.spaces[object.kind], object.schema, object.table, object.name);
  }

  /** The table that something lives under, or undefined. */
  ofTable(object: ObjectRef): Identity | undefined {
    return object.table === undefined ? undefined : this.identity("r", object.schema, undefined, object.table);
  }

  /** Every table, view and materialised view is a type too. */
  ofTypesRelation(object: ObjectRef): Identity | undefined {
    return object.kind === "type" || object.kind === "domain" ? this.identity("r", object.schema, undefined, object.name) : undefined;
  }

  isTemporary(object: ObjectRef): boolean {
    return object.schema === this.temporarySchema;
  }

  /** The index behind a constraint, where indexes are the table's own: `DROP CONSTRAINT` drops unique ones too. */
  ofConstraintsIndex(object: ObjectRef): Identity | undefined {
    return object.kind === "constraint" && this.spaces.index === "i" ? this.of({ ...object, kind: "index" }) : undefined;
  }

  /** The same name as a temporary object. */
  ofTemporary(object: ObjectRef): Identity {
    return this.identity(this.spaces[object.kind], this.temporarySchema, object.table, object.name);
  }

  /** The first of name1, name2, … that is not taken. */
  free({ space, schema, table, name }: Identity): Identity {
    for (let count = 1; ; count++) {
      const numbered = this.identity(space, schema, table, `${name}${count}`);
      if (numbered.live === undefined) return numbered;
    }
  }

  /** All that were asked for. */
  *all(): Generator<Identity> {
    for (const { byName } of this.groups.values()) yield* byName.values();
  }

  private identity(space: string, named: string | undefined, under: string | undefined, name: string): Identity {
    const schema = named === undefined || named === this.defaultSchema ? "" : named;
    const table = under !== undefined && this.underTables.has(space) ? under : "";
    let group = this.last.get(space);
    if (group === undefined || group.table !== table || group.schema !== schema) this.last.set(space, (group = this.group(space, schema, table)));
    let identity = group.byName.get(name);
    if (identity === undefined) group.byName.set(name, (identity = new Identity(space, schema, table, name)));
    return identity;
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
