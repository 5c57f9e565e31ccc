import type { ObjectRef } from "../../../core/script/facts.ts";
import type { FactsBuilder } from "./builder.ts";
import { columnAttributes, takeColumn } from "./columns.ts";
import { Cursor } from "./cursor.ts";
import { primaryKeyOf, takeKey } from "./keys.ts";
import { walkPartitions } from "./partitions.ts";
import { walkExpression } from "./queries.ts";
import { belonging, columnOf, relation, takesIf, usedRelation } from "./refs.ts";
import { tableScope } from "./scope.ts";
import { keepsValues } from "./typeChange.ts";

/** What follows `ALTER [IGNORE] TABLE`. */
export function alterTable(cursor: Cursor, facts: FactsBuilder): void {
  const conditional = takesIf(cursor, facts);
  const name = cursor.dotted();
  if (name === undefined) return;
  const table = relation("table", name, facts);
  if (conditional) facts.soft = true;
  facts.use(table, name);
  if (cursor.take("WAIT")) cursor.at++;
  else cursor.take("NOWAIT");
  const parts = cursor.list();
  const words = parts.map((part) => alteration(part, table, facts)).filter((word) => word !== "");
  // Columns are held by their foreign keys all the same; indexes only on MySQL.
  if (!facts.state.foreignKeyChecks && facts.state.flavour === "mariadb" && !facts.drops.some((object) => object.kind === "column")) facts.unchecked = true;
  facts.verb = words.length === 1 && parts.length === 1 ? `ALTER TABLE … ${words[0]}` : "ALTER TABLE …";
}

/** One change of the table; gives the words that a person would call it by. */
function alteration(part: Cursor, table: ObjectRef, facts: FactsBuilder): string {
  if (part.take("ADD")) return add(part, table, facts);
  if (part.take("DROP")) return drop(part, table, facts);
  if (part.take("MODIFY")) return modify(part, table, facts);
  if (part.take("CHANGE")) return change(part, table, facts);
  if (part.take("ALTER")) return alter(part, table, facts);
  if (part.take("RENAME")) return rename(part, table, facts);
  if (part.is("CONVERT", "TO")) {
    convert(part, table, facts);
    return "CONVERT TO CHARACTER SET";
  }
  if (part.is("PARTITION", "BY")) {
    walkPartitions(part, table, facts);
    return "PARTITION BY";
  }
  return partitionOrOption(part, table, facts);
}

function add(part: Cursor, table: ObjectRef, facts: FactsBuilder): string {
  if (part.is("PARTITION") || part.is("PERIOD") || part.is("SYSTEM", "VERSIONING")) return `ADD ${part.upper()}`;
  const column = part.take("COLUMN");
  const word = part.upper();
  if (!column && takeKey(part, table, facts)) return `ADD ${word === "CONSTRAINT" || word === "FOREIGN" || word === "CHECK" ? "CONSTRAINT" : word === "PRIMARY" ? "PRIMARY KEY" : "INDEX"}`;
  takesIf(part, facts);
  const several = part.is("(") ? part.group() : undefined;
  if (several === undefined) takeColumn(part, table, facts);
  else for (const item of several.list()) if (!takeKey(item, table, facts)) takeColumn(item, table, facts);
  return "ADD COLUMN";
}

function drop(part: Cursor, table: ObjectRef, facts: FactsBuilder): string {
  if (part.take("PRIMARY", "KEY")) {
    facts.drops.push(primaryKeyOf(table));
    return "DROP PRIMARY KEY";
  }
  if (part.is("PARTITION")) {
    facts.destroy({ object: table, how: "truncate" });
    return "DROP PARTITION";
  }
  if (part.is("SYSTEM", "VERSIONING")) {
    facts.destroy({ object: table, how: "truncate" });
    return "DROP SYSTEM VERSIONING";
  }
  if (part.is("PERIOD")) return "DROP PERIOD";
  const kind = part.take("INDEX") || part.take("KEY") ? "index" : part.take("FOREIGN", "KEY") || part.take("CHECK") || part.take("CONSTRAINT") ? "constraint" : undefined;
  if (kind === undefined) part.take("COLUMN");
  takesIf(part, facts);
  const name = part.name();
  if (name === undefined) return "DROP";
  if (kind !== undefined) {
    facts.drops.push(name.name.toUpperCase() === "PRIMARY" ? primaryKeyOf(table) : belonging(kind, table, name.name));
    return kind === "index" ? "DROP INDEX" : "DROP CONSTRAINT";
  }
  const column = columnOf(table, name.name);
  facts.drops.push(column);
  facts.destroy({ object: column, how: "dropColumn", columns: [column.name] });
  return "DROP COLUMN";
}

function modify(part: Cursor, table: ObjectRef, facts: FactsBuilder): string {
  part.take("COLUMN");
  takesIf(part, facts);
  const name = part.name();
  if (name === undefined) return "MODIFY COLUMN";
  const column = columnOf(table, name.name);
  facts.use(column, name);
  retype(part, table, column, column, facts);
  return "MODIFY COLUMN";
}

function change(part: Cursor, table: ObjectRef, facts: FactsBuilder): string {
  part.take("COLUMN");
  takesIf(part, facts);
  const [from, to] = [part.name(), part.name()];
  if (from === undefined || to === undefined) return "CHANGE COLUMN";
  const [old, made] = [columnOf(table, from.name), columnOf(table, to.name)];
  facts.use(old, from);
  if (old.name !== made.name) facts.renames.push({ from: old, to: made });
  retype(part, table, old, made, facts);
  return "CHANGE COLUMN";
}

function retype(part: Cursor, table: ObjectRef, old: ObjectRef, column: ObjectRef, facts: FactsBuilder): void {
  if (!keepsValues(part, facts)) facts.destroy({ object: old, how: "lossyType", columns: [old.name] });
  facts.redefines.push(column);
  columnAttributes(part, table, column, facts);
}

function alter(part: Cursor, table: ObjectRef, facts: FactsBuilder): string {
  const kind = part.take("INDEX") || part.take("KEY") ? "index" : part.take("CHECK") || part.take("CONSTRAINT") ? "constraint" : "column";
  if (kind === "column") part.take("COLUMN");
  takesIf(part, facts);
  const name = part.name();
  if (name !== undefined) facts.use(belonging(kind, table, name.name), name);
  if (part.take("SET", "DEFAULT")) walkExpression(part, facts, tableScope(table));
  return `ALTER ${kind.toUpperCase()}`;
}

function rename(part: Cursor, table: ObjectRef, facts: FactsBuilder): string {
  const kind = part.take("COLUMN") ? "column" : part.take("INDEX") || part.take("KEY") ? "index" : undefined;
  if (kind !== undefined) {
    takesIf(part, facts);
    const from = part.name();
    part.take("TO");
    const to = part.name();
    if (from === undefined || to === undefined) return "RENAME";
    const old = belonging(kind, table, from.name);
    facts.use(old, from);
    facts.renames.push({ from: old, to: { ...old, name: to.name.toLowerCase() } });
    return kind === "column" ? "RENAME COLUMN" : "RENAME INDEX";
  }
  if (!part.take("TO") && !part.take("AS")) part.take("=");
  const to = part.dotted();
  if (to !== undefined) renameTable(table, relation("table", to, facts), facts);
  return "RENAME TO";
}

/** A rename, also into another database; a temporary table stays one. */
export function renameTable(from: ObjectRef, to: ObjectRef, facts: FactsBuilder): void {
  const temporary = facts.state.temporary.has(from.name) && from.schema !== undefined;
  if (temporary) {
    facts.state.temporary.delete(from.name);
    facts.state.temporary.add(to.name);
  }
  facts.renames.push({ from, to: temporary ? { ...to, ...(from.schema !== undefined && { schema: from.schema }) } : to });
}

/** Only utf8mb4 holds what every other character set holds. */
function convert(part: Cursor, table: ObjectRef, facts: FactsBuilder): void {
  const wide = part.rest().tokens.slice(part.at, part.end).some((token) => /utf8mb4|utf16|utf32/i.test(token.text));
  if (!wide) facts.destroy({ object: table, how: "lossyType" });
}

function partitionOrOption(part: Cursor, table: ObjectRef, facts: FactsBuilder): string {
  if (part.take("TRUNCATE", "PARTITION") || part.is("DISCARD")) {
    facts.destroy({ object: table, how: "truncate" });
    return part.is("DISCARD") ? "DISCARD TABLESPACE" : "TRUNCATE PARTITION";
  }
  if (part.take("EXCHANGE", "PARTITION")) {
    part.upTo(new Set(["TABLE"]));
    part.take("TABLE");
    usedRelation(part, "table", facts);
    return "EXCHANGE PARTITION";
  }
  if (part.take("CONVERT", "PARTITION")) {
    part.upTo(new Set(["TABLE"]));
    part.take("TABLE");
    const made = part.dotted();
    if (made !== undefined) facts.defines.push({ ...relation("table", made, facts), openColumns: true });
    return "CONVERT PARTITION";
  }
  if (part.take("CONVERT", "TABLE")) {
    const gone = part.dotted();
    if (gone !== undefined) facts.drops.push(relation("table", gone, facts));
    return "CONVERT TABLE";
  }
  const tokens = part.tokens.slice(part.at, part.end);
  const engine = tokens.findIndex((token) => token.upper === "ENGINE");
  if (engine !== -1 && tokens[engine + 1]?.upper === "=" && /^(?:BLACKHOLE|MEMORY|HEAP|ARCHIVE|CSV|EXAMPLE)$/i.test(tokens[engine + 2]?.text ?? "")) facts.destroy({ object: table, how: "truncate" });
  const partitions = tokens.findIndex((token, at) => token.upper === "PARTITION" && tokens[at + 1]?.upper === "BY");
  if (partitions !== -1) walkPartitions(new Cursor(part.tokens, part.at + partitions, part.end), table, facts);
  const [first, second] = tokens;
  return first?.kind === "word" ? `${first.upper}${second?.kind === "word" ? ` ${second.upper}` : ""}` : "";
}
