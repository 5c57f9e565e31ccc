import fc from "fast-check";
import type { Flavour } from "../../../../src/engines/mysql/flavourName.ts";

interface RandomColumn {
  readonly type: string;
  readonly notNull: boolean;
  readonly fallback: number;
  readonly comment: number;
  readonly invisible: boolean;
  readonly generated: "" | "VIRTUAL" | "STORED";
}

interface RandomTable {
  readonly columns: readonly (RandomColumn | null)[];
  readonly key: "auto" | "plain" | "none" | "c0" | "autoKey";
  readonly indexes: readonly { readonly columns: readonly number[]; readonly kind: "" | "UNIQUE" | "FULLTEXT"; readonly hidden: boolean; readonly desc: boolean }[];
  readonly checks: readonly number[];
  readonly parents: readonly { readonly table: number; readonly action: string }[];
  readonly options: readonly string[];
  readonly partitions: number;
  readonly triggers: readonly { readonly moment: string; readonly value: number }[];
}

export interface RandomSchema {
  readonly tables: readonly (RandomTable | null)[];
  readonly views: readonly (number | null)[];
  readonly routines: readonly (number | null)[];
  readonly extras: readonly number[];
}

const types = ["int", "bigint unsigned", "decimal(10,2)", "varchar(20)", "varchar(40) COLLATE utf8mb4_bin", "char(5) CHARACTER SET latin1", "text", "datetime(3)", "date", "json", "double", "enum('a','b''c')", "binary(4)", "point", "timestamp NULL", "smallint"] as const;

const column: fc.Arbitrary<RandomColumn> = fc.record({
  type: fc.constantFrom(...types),
  notNull: fc.boolean(),
  fallback: fc.nat(3),
  comment: fc.nat(4),
  invisible: fc.boolean(),
  generated: fc.constantFrom("", "", "", "", "VIRTUAL" as const, "STORED" as const),
});

const table: fc.Arbitrary<RandomTable> = fc.record({
  columns: fc.array(fc.option(column, { freq: 5 }), { minLength: 2, maxLength: 5 }),
  key: fc.constantFrom("auto", "plain", "none", "c0", "autoKey"),
  indexes: fc.array(fc.record({ columns: fc.uniqueArray(fc.nat(4), { minLength: 1, maxLength: 2 }), kind: fc.constantFrom("", "", "UNIQUE", "FULLTEXT"), hidden: fc.boolean(), desc: fc.boolean() }), { maxLength: 3 }),
  checks: fc.uniqueArray(fc.nat(4), { maxLength: 2 }),
  parents: fc.array(fc.record({ table: fc.nat(3), action: fc.constantFrom("", " ON DELETE CASCADE", " ON DELETE SET NULL ON UPDATE CASCADE") }), { maxLength: 2 }),
  options: fc.uniqueArray(fc.constantFrom("ROW_FORMAT=COMPACT", "COMMENT='it''s \\\\'", "STATS_PERSISTENT=0", "DEFAULT COLLATE=utf8mb4_general_ci", "AUTO_INCREMENT=7"), { maxLength: 2 }),
  partitions: fc.nat(6),
  triggers: fc.array(fc.record({ moment: fc.constantFrom("BEFORE INSERT", "AFTER UPDATE"), value: fc.nat(3) }), { maxLength: 3 }),
});

export const randomSchema: fc.Arbitrary<RandomSchema> = fc.record({
  tables: fc.array(fc.option(table, { freq: 4 }), { minLength: 1, maxLength: 4 }),
  views: fc.array(fc.option(fc.nat(3), { freq: 3 }), { maxLength: 3 }),
  routines: fc.array(fc.option(fc.nat(3), { freq: 3 }), { maxLength: 2 }),
  extras: fc.uniqueArray(fc.nat(3), { maxLength: 2 }),
});

/** The statements that make a random schema in an empty database. */
export function statementsOf(schema: RandomSchema, flavour: Flavour): string[] {
  const named = schema.tables.map((item, at) => ({ item, name: `t${at}` }));
  const keyed = (at: number): boolean => {
    const target = schema.tables[at];
    return target !== null && target !== undefined && (target.key === "auto" || target.key === "plain") && !isPartitioned(target);
  };
  const tables = named.flatMap(({ item, name }) => (item === null ? [] : [tableText(item, name, flavour, item.parents.map((parent) => parent.table).filter(keyed))]));
  const keys = named.flatMap(({ item, name }) => (item === null || isPartitioned(item) ? [] : item.parents.filter((parent) => keyed(parent.table)).map((parent, at) => `ALTER TABLE ${name} ADD CONSTRAINT ${name}_fk${at} FOREIGN KEY (p${parent.table}) REFERENCES t${parent.table} (id)${parent.action}`)));
  const triggers = named.flatMap(({ item, name }) => (item === null ? [] : item.triggers.map((trigger, at) => `CREATE TRIGGER ${name}_tr${at} ${trigger.moment} ON ${name} FOR EACH ROW SET @x = 'it''s \\\\ ${trigger.value}'`)));
  const routines = schema.routines.flatMap((value, at) => (value === null ? [] : [`CREATE FUNCTION f${at}(a int) RETURNS int DETERMINISTIC RETURN a + ${value}`, `CREATE PROCEDURE f${at}(OUT b varchar(${value + 1})) SELECT 'x;''' INTO b`]));
  const present = named.filter(({ item }) => item !== null);
  const functions = schema.routines.flatMap((value, at) => (value === null ? [] : [`f${at}`]));
  const views = schema.views.flatMap((value, at) => (value === null ? [] : [viewText(at, value, present.map(({ name }) => name), functions, schema.views)]));
  return [...tables, ...keys, ...routines, ...views, ...triggers, ...schema.extras.map((extra) => extraText(extra, flavour))];
}

function isPartitioned(item: RandomTable): boolean {
  return item.partitions === 1 && item.key === "plain" && item.parents.length === 0 && !item.columns.some((one) => one?.type === "point");
}

function tableText(item: RandomTable, name: string, flavour: Flavour, parents: readonly number[]): string {
  const columns = item.columns.map((one, at) => ({ one, name: `c${at}` })).filter((entry): entry is { one: RandomColumn; name: string } => entry.one !== null);
  const plain = columns.filter(({ one }) => one.generated === "");
  const id = item.key === "none" || item.key === "c0" ? "id int" : `id int NOT NULL${item.key === "plain" ? "" : " AUTO_INCREMENT"}`;
  const first = plain.find(({ one }) => ["int", "bigint unsigned", "varchar(20)", "date"].includes(one.type) && !one.invisible);
  const primary = item.key === "auto" || item.key === "plain" ? ["PRIMARY KEY (id)"] : item.key === "autoKey" ? ["KEY by_id (id)"] : item.key === "c0" && first !== undefined ? [`PRIMARY KEY (${first.name})`] : [];
  const indexes = item.indexes.flatMap((index, at) => {
    const parts = index.columns.map((column) => columns.find((entry) => entry.name === `c${column}`)).filter((entry) => entry !== undefined);
    return indexText(index, `i${at}`, parts, flavour, isPartitioned(item));
  });
  const checks = item.checks.flatMap((at) => (plain.some((entry) => entry.name === `c${at}`) ? [`CONSTRAINT ${name}_ck${at} CHECK (c${at} IS NOT NULL OR id <> ${at})`] : []));
  const lines = [id, ...parents.filter((parent, at) => parents.indexOf(parent) === at).map((parent) => `p${parent} int`), ...columns.map((entry) => columnText(entry.one, entry.name, flavour, plain.find(({ one }) => /^(varchar|int|decimal|smallint)/.test(one.type) && one.fallback !== 3)?.name ?? "'q'")), ...primary, ...indexes, ...(item.key === "c0" || item.key === "none" || item.key === "plain" ? checks : [])];
  return `CREATE TABLE ${name} (${lines.join(", ")}) ${item.options.join(" ")}${isPartitioned(item) ? ` PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (${item.columns.length * 10}), PARTITION p1 VALUES LESS THAN MAXVALUE)` : ""}`;
}

function columnText(one: RandomColumn, name: string, flavour: Flavour, source: string): string {
  const comment = one.comment === 0 ? " COMMENT 'it''s; \\\\'" : "";
  const invisible = one.invisible ? " INVISIBLE" : "";
  if (one.generated !== "") return `${name} varchar(90) AS (concat(${source}, 'x''${one.fallback}')) ${one.generated}${flavour === "mysql" && one.notNull ? " NOT NULL" : ""}${invisible}${comment}`;
  const fallback = fallbacks(one, flavour);
  const nullable = one.type === "timestamp NULL" ? "" : one.notNull ? " NOT NULL" : "";
  // A NOT NULL column that nobody sees must have a default on MariaDB.
  const hidden = one.notNull && fallback === "" ? "" : invisible;
  return `${name} ${one.type}${nullable}${hidden}${fallback}${comment}`;
}

function fallbacks(one: RandomColumn, flavour: Flavour): string {
  if (one.fallback === 0) return "";
  if (/^(int|bigint|smallint|decimal|double)/.test(one.type)) return one.fallback === 3 ? " DEFAULT (1 + 2)" : ` DEFAULT ${one.fallback}`;
  if (/^(varchar|char)/.test(one.type)) return one.fallback === 3 ? " DEFAULT (concat('a', 'b'))" : ` DEFAULT 'x${one.fallback}'`;
  if (one.type === "datetime(3)") return one.fallback === 3 ? " DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3)" : " DEFAULT '2020-01-01 00:00:00'";
  if (one.type === "json" || one.type === "text") return flavour === "mysql" ? ` DEFAULT ('{"a": ${one.fallback}}')` : ` DEFAULT '{"a": ${one.fallback}}'`;
  if (one.type.startsWith("enum")) return " DEFAULT 'b''c'";
  return "";
}

function indexText(index: RandomTable["indexes"][number], name: string, parts: readonly { readonly one: RandomColumn; readonly name: string }[], flavour: Flavour, partitioned: boolean): string[] {
  const indexable = parts.filter(({ one }) => one.generated === "VIRTUAL" || one.generated === "STORED" || !["json", "point"].includes(one.type));
  if (indexable.length === 0) return [];
  const isText = (one: RandomColumn): boolean => one.generated === "" && /^(varchar\(20\)|text)/.test(one.type);
  if (index.kind === "FULLTEXT") return indexable.every(({ one }) => isText(one)) && indexable.length === 1 && !partitioned ? [`FULLTEXT KEY ${name} (${indexable.map((entry) => entry.name).join(", ")})`] : [];
  const unique = index.kind === "UNIQUE" && !partitioned ? "UNIQUE " : "";
  const texts = indexable.map((entry) => `${entry.name}${entry.one.type === "text" && entry.one.generated === "" ? "(9)" : ""}${index.desc ? " DESC" : ""}`);
  return [`${unique}KEY ${name} (${texts.join(", ")})${index.hidden && unique === "" ? (flavour === "mysql" ? " INVISIBLE" : " IGNORED") : ""}`];
}

function viewText(at: number, value: number, tables: readonly string[], functions: readonly string[], views: RandomSchema["views"]): string {
  const before = views.findIndex((other, index) => other !== null && index < at);
  const source = value === 1 && before !== -1 ? `v${before}` : tables[value % Math.max(tables.length, 1)];
  const called = functions[value % Math.max(functions.length, 1)];
  const column = called === undefined ? "1" : `${called}(${value})`;
  // Its name sorts before that of the view that it reads.
  return `CREATE VIEW v${at} AS SELECT ${column} AS a${source === undefined ? "" : `, x.* FROM (SELECT 1 AS b) y JOIN ${source} x`}`.replace("x.*", source?.startsWith("t") === true ? "x.id" : "x.a AS b");
}

function extraText(extra: number, flavour: Flavour): string {
  if (extra === 0) return "CREATE EVENT e0 ON SCHEDULE EVERY 1 DAY STARTS '2035-01-01 00:00:00' DISABLE DO SET @y = 'it''s'";
  if (extra === 1) return "CREATE EVENT e0b ON SCHEDULE AT '2036-01-01 00:00:00' DO SET @y = 2";
  if (flavour === "mysql") return `CREATE PROCEDURE extra${extra}() COMMENT 'x' SELECT 1`;
  return extra === 2 ? "CREATE SEQUENCE s2 INCREMENT BY 3" : "CREATE TABLE versioned (id int PRIMARY KEY, a int, b int WITHOUT SYSTEM VERSIONING) WITH SYSTEM VERSIONING";
}
