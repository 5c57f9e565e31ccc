import type { EngineId } from "../engineId.ts";

/**
 * A schema as it is, in one model for every engine. Definitions are the engine's own normalised text
 * (PostgreSQL: pg_get_*def; SQLite: rendered from the parsed statement), so that equal schemas give equal text.
 * The product's own history and lock tables are never part of a catalog.
 */
export interface Catalog {
  readonly engine: EngineId;
  /** Absent: names are compared exactly and mean what is written, and a dropped table takes nothing but itself along. */
  readonly rules?: CatalogRules;
  readonly schemas: readonly SchemaObject[];
  readonly extensions: readonly ExtensionObject[];
  readonly types: readonly TypeObject[];
  readonly domains: readonly DomainObject[];
  readonly sequences: readonly SequenceObject[];
  readonly routines: readonly RoutineObject[];
  readonly tables: readonly TableObject[];
  readonly views: readonly ViewObject[];
  /** Objects that belong to no room above (event triggers, rules on tables, casts, publications, text search configurations, default privileges, …). */
  readonly others: readonly OtherObject[];
}

/** What the engine makes of names, and what its DROP TABLE sets off. */
export interface CatalogRules {
  /** Names of tables that differ only in case are one. */
  readonly caselessTables?: boolean;
  /** The same of columns. */
  readonly caselessColumns?: boolean;
  /** A name without quotes is read in lower case. */
  readonly lowersUnquoted?: boolean;
  /** A table's rows are deleted before it is dropped, and foreign keys act on that. */
  readonly dropDeletesRows?: boolean;
  /** A type is only what a column prefers: widths and most names of types hold nothing back. */
  readonly looseTypes?: boolean;
  /** A row of a table without a key is still told apart, by a number that the engine keeps. */
  readonly hiddenRowIds?: boolean;
  /** Tables and columns can have comments. */
  readonly comments?: boolean;
}

export interface Described {
  readonly comment?: string;
  readonly owner?: string;
  readonly grants?: readonly Grant[];
}

export interface Grant {
  readonly grantee: string;
  /** Upper case, sorted: "SELECT", "INSERT", … */
  readonly privileges: readonly string[];
  readonly grantable: boolean;
  /** Column grants only. */
  readonly column?: string;
}

export interface SchemaObject extends Described {
  readonly name: string;
}

export interface ExtensionObject {
  readonly name: string;
  readonly schema: string;
  readonly version: string;
}

export interface TypeObject extends Described {
  readonly schema: string;
  readonly name: string;
  readonly form: "enum" | "composite" | "range";
  /** enum only, in their order. */
  readonly values?: readonly string[];
  /** composite only. */
  readonly attributes?: readonly { readonly name: string; readonly type: string; readonly collation?: string }[];
  /** range only: the text inside CREATE TYPE … AS RANGE (…). */
  readonly definition?: string;
}

export interface DomainObject extends Described {
  readonly schema: string;
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  readonly default?: string;
  readonly collation?: string;
  readonly checks: readonly { readonly name: string; readonly definition: string; readonly validated: boolean }[];
}

export interface SequenceObject extends Described {
  readonly schema: string;
  readonly name: string;
  readonly type: string;
  readonly start: string;
  readonly increment: string;
  readonly minimum: string;
  readonly maximum: string;
  readonly cache: string;
  readonly cycle: boolean;
  /** The column that owns it (serial); identity sequences belong to their column and are not listed. */
  readonly ownedBy?: { readonly schema: string; readonly table: string; readonly column: string };
}

export interface RoutineObject extends Described {
  readonly schema: string;
  readonly name: string;
  readonly form: "function" | "procedure" | "aggregate" | "window";
  /** Identity arguments, which tell overloads apart: "integer, text". */
  readonly signature: string;
  readonly language: string;
  readonly securityDefiner: boolean;
  readonly settings: readonly string[];
  /** MySQL: the sql_mode that its body is read and run under. */
  readonly sqlMode?: string;
  /** A complete CREATE OR REPLACE statement without terminator (MySQL: CREATE). */
  readonly definition: string;
}

export interface TableObject extends Described {
  readonly schema: string;
  readonly name: string;
  readonly form: "table" | "partitioned" | "foreign" | "virtual" | "collection";
  readonly persistence: "permanent" | "unlogged";
  /** In their order. */
  readonly columns: readonly ColumnObject[];
  readonly constraints: readonly ConstraintObject[];
  readonly indexes: readonly IndexObject[];
  readonly triggers: readonly TriggerObject[];
  readonly policies: readonly PolicyObject[];
  readonly rowSecurity: { readonly enabled: boolean; readonly forced: boolean };
  readonly partitionKey?: string;
  readonly partitionOf?: { readonly schema: string; readonly table: string; readonly bound: string };
  readonly inherits: readonly { readonly schema: string; readonly table: string }[];
  /** Storage parameters, tablespace, access method, WITHOUT ROWID, STRICT, the module of a virtual table, server of a foreign one. */
  readonly options: Readonly<Record<string, string>>;
  readonly replicaIdentity?: string;
  /** The planner's estimate or a cheap count; never part of the fingerprint. */
  readonly estimatedRows?: number;
}

export interface ColumnObject {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  readonly default?: string;
  readonly generated?: { readonly expression: string; readonly stored: boolean };
  readonly identity?: { readonly always: boolean; readonly options: string };
  readonly collation?: string;
  readonly storage?: string;
  readonly compression?: string;
  readonly statistics?: number;
  readonly comment?: string;
  /** MySQL: what an UPDATE of the row sets it to. */
  readonly onUpdate?: string;
  /** MySQL: left out of SELECT *. */
  readonly invisible?: boolean;
  /** MySQL: further words of its definition: "SRID 4326", "WITHOUT SYSTEM VERSIONING", "GENERATED ALWAYS AS ROW START". */
  readonly attributes?: readonly string[];
  /** True where the column comes from a parent table alone. */
  readonly inherited?: boolean;
}

export interface ConstraintObject {
  readonly name: string;
  readonly form: "primaryKey" | "unique" | "foreignKey" | "check" | "exclusion" | "notNull";
  readonly columns: readonly string[];
  /** The text after CONSTRAINT name: "FOREIGN KEY (a) REFERENCES b(id) ON DELETE CASCADE". */
  readonly definition: string;
  readonly references?: { readonly schema: string; readonly table: string; readonly columns: readonly string[] };
  readonly validated: boolean;
  readonly comment?: string;
  readonly inherited?: boolean;
  /** SQLite: the name was made up from the columns, the constraint has none. */
  readonly unnamed?: boolean;
}

export interface IndexObject {
  readonly schema: string;
  readonly name: string;
  /** A complete CREATE INDEX statement without terminator. */
  readonly definition: string;
  readonly unique: boolean;
  /** Column names; an expression stands as its text. */
  readonly columns: readonly string[];
  readonly method: string;
  readonly predicate?: string;
  readonly valid: boolean;
  /** Set where a constraint owns it (then it is not rendered on its own). */
  readonly constraint?: string;
  /** Set where it is the part of a partitioned table's index. */
  readonly partOf?: string;
  readonly comment?: string;
}

export interface TriggerObject {
  readonly name: string;
  /** A complete CREATE TRIGGER statement without terminator. */
  readonly definition: string;
  readonly enabled: "origin" | "always" | "replica" | "disabled";
  /** MySQL: the sql_mode that its body is read and run under. */
  readonly sqlMode?: string;
  readonly comment?: string;
}

export interface PolicyObject {
  readonly name: string;
  readonly command: "ALL" | "SELECT" | "INSERT" | "UPDATE" | "DELETE";
  readonly permissive: boolean;
  readonly roles: readonly string[];
  readonly using?: string;
  readonly check?: string;
  readonly comment?: string;
}

export interface ViewObject extends Described {
  readonly schema: string;
  readonly name: string;
  readonly form: "view" | "materializedView";
  readonly columns: readonly { readonly name: string; readonly type: string; readonly comment?: string }[];
  /** The query alone, without terminator. */
  readonly query: string;
  readonly options: Readonly<Record<string, string>>;
  readonly indexes: readonly IndexObject[];
  readonly triggers: readonly TriggerObject[];
  /** Materialised views only. */
  readonly populated?: boolean;
  /** Relations, routines and types that it reads, for ordering. */
  readonly dependsOn: readonly { readonly schema: string; readonly name: string }[];
}

export interface OtherObject {
  readonly kind: string;
  readonly name: string;
  /** A complete statement without terminator that creates it; absent where the product can show but not recreate it. */
  readonly definition?: string;
  readonly drop?: string;
  readonly facts: Readonly<Record<string, string>>;
}
