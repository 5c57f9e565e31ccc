import fc from "fast-check";

/** How a script is written: the same schema in other clothes has the same fingerprint. */
interface Style {
  readonly quotes: "double" | "bracket" | "backtick";
  readonly upper: boolean;
  readonly blank: string;
}

type Write = (style: Style) => string;

const word = (text: string): Write => (style) => (style.upper ? text.toUpperCase() : text.toLowerCase());
const raw = (text: string): Write => () => text;
const line = (...parts: readonly (Write | string)[]): Write => (style) => parts.map((part) => (typeof part === "string" ? word(part)(style) : part(style))).join(style.blank);
const list = (items: readonly Write[]): Write => (style) => `(${style.blank}${items.map((item) => item(style)).join(`${style.blank},`)}${style.blank})`;

function name(text: string): Write {
  return ({ quotes }) => {
    if (quotes === "bracket" && !text.includes("]")) return `[${text}]`;
    return quotes === "backtick" ? `\`${text.replaceAll("`", "``")}\`` : `"${text.replaceAll('"', '""')}"`;
  };
}

const tableNames = ["t", "Users", "a b", "select", 'x"y', "größe"];
const columnNames = ["id", "a", "B", "key", "c d", 'e"f', "order"];
const types = ["", "integer", "INT", "text", "varchar( 10 )", "unsigned  big int", "decimal(4,2)", "blob"];
const defaults = ["0", "-1.5", "'it''s'", "(1 + 2)", "current_timestamp", "null", "x'00ff'", "true", "(datetime('now'))", "+5", "1e3"];

const column = fc.record({
  type: fc.constantFrom(...types),
  notNull: fc.boolean(),
  fallback: fc.option(fc.constantFrom(...defaults), { nil: undefined }),
  collate: fc.option(fc.constantFrom("nocase", "rtrim"), { nil: undefined }),
  unique: fc.boolean(),
  check: fc.boolean(),
  references: fc.option(fc.constantFrom(...tableNames), { nil: undefined }),
  action: fc.constantFrom("", "on delete cascade", "on update set null on delete restrict", "deferrable initially deferred", "on delete no action"),
});

const table = fc.record({
  columns: fc.uniqueArray(fc.constantFrom(...columnNames), { minLength: 1, maxLength: 5 }),
  facts: fc.array(column, { minLength: 5, maxLength: 5 }),
  key: fc.constantFrom("none", "column", "descending", "autoincrement", "table", "named"),
  withoutRowid: fc.boolean(),
  generated: fc.constantFrom("none", "stored", "virtual"),
  index: fc.constantFrom("none", "plain", "partial", "expression"),
  view: fc.boolean(),
  trigger: fc.boolean(),
});

type TableShape = typeof table extends fc.Arbitrary<infer Shape> ? Shape : never;

/** A schema that can be written in any style. */
export const schema: fc.Arbitrary<Write> = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...tableNames), table), { selector: ([key]) => key, minLength: 0, maxLength: 4 })
  .map((tables) => (style) => tables.flatMap(([key, shape]) => statementsOf(key, shape)).map((write) => `${write(style)};\n`).join(""));

export const style: fc.Arbitrary<Style> = fc.record({
  quotes: fc.constantFrom("double", "bracket", "backtick"),
  upper: fc.boolean(),
  blank: fc.constantFrom(" ", "\n  ", " /* c; */ ", " -- '\n"),
});

function statementsOf(key: string, shape: TableShape): Write[] {
  const { columns } = shape;
  const own = name(key);
  const first = name(columns[0] ?? "id");
  const last = name(columns.at(-1) ?? "id");
  const statements = [tableOf(own, shape)];
  const index = name(`${key} i`);
  if (shape.index === "plain") statements.push(line("create unique index", index, "on", own, list([line(first, "desc"), line(last, "collate nocase asc")].slice(0, columns.length))));
  if (shape.index === "partial") statements.push(line("create index", index, "on", own, list([last]), "where", first, "is not null and", first, raw(">"), raw("-1")));
  if (shape.index === "expression") statements.push(line("create index", index, "on", own, list([line("lower", list([first])), last])));
  if (shape.view) statements.push(line("create view", name(`${key} v`), "as select", first, "as", name("one"), raw(","), "count", raw("(*)"), "as", name("n"), "from", own, "group by", first));
  if (shape.trigger) statements.push(line("create trigger", name(`${key} g`), "after delete on", own, "when old.", first, "> 1 begin select case when old.", first, "then 1 else 2 end; select 1; end"));
  return statements;
}

function tableOf(own: Write, shape: TableShape): Write {
  const definitions = shape.columns.map((key, at) => columnOf(key, at, shape));
  const first = name(shape.columns[0] ?? "id");
  const second = name(shape.columns[1] ?? shape.columns[0] ?? "id");
  if (shape.generated !== "none") definitions.push(line(name("made"), "integer generated always as", list([line(first, raw("||"), raw("'x'"))]), shape.generated));
  if (shape.key === "table") definitions.push(line("primary key", list(shape.columns.length > 1 ? [first, line(second, "desc")] : [first])));
  if (shape.key === "named") definitions.push(line("constraint", name("the key"), "primary key", list([second]), "on conflict ignore"));
  const withoutRowid = shape.withoutRowid && ["column", "table", "named"].includes(shape.key);
  return line("create table", own, list(definitions), withoutRowid ? "without rowid" : "");
}

function columnOf(key: string, at: number, shape: TableShape): Write {
  const facts = shape.facts[at];
  if (facts === undefined) return name(key);
  const parts: (Write | string)[] = [name(key)];
  const keyed = at === 0 && ["column", "descending", "autoincrement"].includes(shape.key);
  parts.push(keyed ? "integer" : facts.type);
  if (keyed) parts.push("primary key", shape.key === "descending" ? "desc" : shape.key === "autoincrement" ? "autoincrement" : "");
  if (facts.notNull) parts.push("not null");
  if (facts.fallback !== undefined) parts.push("default", raw(facts.fallback));
  if (facts.collate !== undefined) parts.push("collate", facts.collate);
  if (facts.unique && !keyed) parts.push("unique");
  if (facts.check) parts.push("check", list([line(name(key), raw("<>"), raw("'no'"))]));
  if (facts.references !== undefined) parts.push("references", name(facts.references), list([name("id")]), facts.action);
  return line(...parts);
}
