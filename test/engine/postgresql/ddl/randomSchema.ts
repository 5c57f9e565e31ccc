import fc from "fast-check";

/** Names that need quoting in every way, and ones that collide with each other when folded. */
const NAMES = ["a", "b", "A", "select", "a b", 'q"q', "ü", "x.y", "it's", "$1", "Ünïcödé 🙂", "user"];
const TYPES = ["integer", "bigint", "text", "varchar(12)", "numeric(8,2)", "boolean", "jsonb", "timestamptz", "date", "uuid", "text[]", "s.mood", "s.mood[]", "s.positive", "s.pair"];
const DEFAULTS: Readonly<Record<string, string>> = { integer: "7", bigint: "s.answer()", text: "'it''s'", "varchar(12)": "'v'", "numeric(8,2)": "1.5", boolean: "true", jsonb: `'{"a":1}'`, timestamptz: "now()", date: "'2020-01-01'", uuid: "gen_random_uuid()", "text[]": "'{}'", "s.mood": "'sad'", "s.mood[]": "'{sad}'", "s.positive": "3", "s.pair": "ROW(1, 'sad')" };
const INDEXABLE = new Set(["integer", "bigint", "text", "varchar(12)", "numeric(8,2)", "boolean", "timestamptz", "date", "uuid", "s.mood", "s.positive"]);

interface RandomColumn { readonly name: string; readonly type: string; readonly notNull: boolean; readonly withDefault: boolean; readonly comment: boolean }
interface RandomTable {
  readonly name: string;
  readonly columns: readonly RandomColumn[];
  readonly key: boolean;
  readonly identity: "no" | "always" | "byDefault" | "serial";
  readonly unique: number | undefined;
  readonly index: "none" | "plain" | "partial" | "expression";
  readonly check: boolean;
  readonly refersTo: number | undefined;
  readonly policy: boolean;
  readonly trigger: boolean;
  readonly grant: boolean;
  readonly generated: boolean;
}
interface RandomSchema {
  readonly mood: readonly string[];
  readonly positive: { readonly base: string; readonly check: boolean; readonly notNull: boolean };
  readonly pair: readonly string[];
  readonly answer: number;
  readonly tables: readonly RandomTable[];
  readonly views: readonly { readonly name: string; readonly table: number; readonly materialized: boolean; readonly onto: boolean }[];
}

const column = fc.record({ name: fc.constantFrom(...NAMES), type: fc.constantFrom(...TYPES), notNull: fc.boolean(), withDefault: fc.boolean(), comment: fc.boolean() });
const table = fc.record({
  name: fc.constantFrom(...NAMES),
  columns: fc.uniqueArray(column, { selector: (item) => item.name, minLength: 1, maxLength: 6 }),
  key: fc.boolean(),
  identity: fc.constantFrom("no" as const, "always" as const, "byDefault" as const, "serial" as const),
  unique: fc.option(fc.nat(5), { nil: undefined }),
  index: fc.constantFrom("none" as const, "plain" as const, "partial" as const, "expression" as const),
  check: fc.boolean(),
  refersTo: fc.option(fc.nat(4), { nil: undefined }),
  policy: fc.boolean(),
  trigger: fc.boolean(),
  grant: fc.boolean(),
  generated: fc.boolean(),
});

/** Schemas in which many objects share names, so that two of them differ in every way that a change must handle. */
export const randomSchema: fc.Arbitrary<RandomSchema> = fc.record({
  mood: fc.shuffledSubarray(["ok", "it's", "new"]).map((values) => ["sad", ...values]),
  positive: fc.record({ base: fc.constantFrom("integer", "bigint", "numeric"), check: fc.boolean(), notNull: fc.boolean() }),
  pair: fc.shuffledSubarray(["x integer", "y s.mood", "z text"], { minLength: 2 }),
  answer: fc.nat(3),
  tables: fc.uniqueArray(table, { selector: (item) => item.name, minLength: 1, maxLength: 5 }),
  views: fc.uniqueArray(fc.record({ name: fc.constantFrom("v1", "v2", "V 3", "v4"), table: fc.nat(4), materialized: fc.boolean(), onto: fc.boolean() }), { selector: (item) => item.name, maxLength: 4 }),
});

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The statements that make a random schema, one per item; what the server would refuse is left out by construction. */
export function statementsOf(schema: RandomSchema): string[] {
  const { positive } = schema;
  const order = schema.tables.map((item) => `s.${quoted(item.name)}`);
  const made: string[] = [];
  return [
    "CREATE SCHEMA s",
    `CREATE TYPE s.mood AS ENUM (${schema.mood.map(literal).join(", ")})`,
    `CREATE DOMAIN s.positive AS ${positive.base}${positive.notNull ? " NOT NULL" : ""}${positive.check ? " CHECK (VALUE > 0)" : ""}`,
    `CREATE TYPE s.pair AS (${schema.pair.join(", ")})`,
    `CREATE FUNCTION s.answer() RETURNS bigint LANGUAGE sql AS 'SELECT ${schema.answer}::bigint'`,
    "CREATE FUNCTION s.fire() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    ...schema.tables.flatMap((item, index) => tableStatements(item, order[index]!, pairDefault(schema), index)),
    ...schema.tables.flatMap((item, index) => references(item, index, schema.tables, order)),
    ...schema.views.map((view, index) => {
      const source = view.onto && made.length > 0 ? made[index % made.length]! : order[view.table % order.length]!;
      made.push(`s.${quoted(view.name)}`);
      return `CREATE ${view.materialized ? "MATERIALIZED VIEW" : "VIEW"} s.${quoted(view.name)} AS SELECT * FROM ${source}`;
    }),
  ];
}

function pairDefault(schema: RandomSchema): string {
  return `ROW(${schema.pair.map((attribute) => (attribute.startsWith("x") ? "1" : attribute.startsWith("y") ? "'sad'" : "'t'")).join(", ")})::s.pair`;
}

function tableStatements(item: RandomTable, name: string, pair: string, index: number): string[] {
  const columns = item.columns.map((part) => {
    const fallback = part.type === "s.pair" ? pair : DEFAULTS[part.type];
    return `${quoted(part.name)} ${part.type}${part.withDefault ? ` DEFAULT ${fallback}` : ""}${part.notNull ? " NOT NULL" : ""}`;
  });
  const id = { no: "id integer", always: "id integer GENERATED ALWAYS AS IDENTITY", byDefault: "id bigint GENERATED BY DEFAULT AS IDENTITY (START WITH 5)", serial: "id serial" }[item.identity];
  const indexable = item.columns.filter((part) => INDEXABLE.has(part.type));
  const unique = item.unique === undefined ? undefined : indexable[item.unique % Math.max(indexable.length, 1)];
  const first = item.columns[0]!;
  const target = quoted(first.name);
  return [
    `CREATE TABLE ${name} (${[id, ...columns, ...(item.generated ? ["twice integer GENERATED ALWAYS AS (id * 2) STORED"] : []), ...(item.key ? ["PRIMARY KEY (id)"] : ["UNIQUE (id)"])].join(", ")})`,
    ...(unique === undefined ? [] : [`ALTER TABLE ${name} ADD CONSTRAINT "one of ${index}" UNIQUE (${quoted(unique.name)}, id)`]),
    ...(item.check ? [`ALTER TABLE ${name} ADD CONSTRAINT "is there" CHECK (${target} IS NOT NULL OR id > 0)`] : []),
    ...(item.index === "plain" && indexable[0] !== undefined ? [`CREATE INDEX ON ${name} (${quoted(indexable[0].name)} DESC)`] : []),
    ...(item.index === "partial" ? [`CREATE INDEX ON ${name} (id) WHERE ${target} IS NOT NULL`] : []),
    ...(item.index === "expression" ? [`CREATE INDEX ON ${name} ((id + 1), id)`] : []),
    ...(item.policy ? [`ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY`, `CREATE POLICY "p 1" ON ${name} FOR SELECT USING (${target} IS NOT NULL)`] : []),
    ...(item.trigger ? [`CREATE TRIGGER "t 1" BEFORE UPDATE OF ${target} ON ${name} FOR EACH ROW EXECUTE FUNCTION s.fire()`] : []),
    ...(item.grant ? [`GRANT SELECT, UPDATE (${target}) ON ${name} TO de_ddl_reader`] : []),
    ...item.columns.filter((part) => part.comment).map((part) => `COMMENT ON COLUMN ${name}.${quoted(part.name)} IS ${literal(`about ${part.name}`)}`),
  ];
}

function references(item: RandomTable, index: number, tables: readonly RandomTable[], order: readonly string[]): string[] {
  if (item.refersTo === undefined) return [];
  return [`ALTER TABLE ${order[index]!} ADD CONSTRAINT "to other" FOREIGN KEY (id) REFERENCES ${order[item.refersTo % tables.length]!} (id) DEFERRABLE`];
}
