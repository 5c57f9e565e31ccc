import type { Condition, KeyPart } from "../../../../core/indexes/queryUse.ts";
import type { MentionedTable } from "../../../../core/indexes/read/mentionedTable.ts";

/** What decides which index serves an operator here. */
export interface TypeRoom {
  /** Texts sort by their bytes, so that an ordinary index finds what begins with something. */
  readonly bytewise: boolean;
  /** The schema of pg_trgm's operator classes, quoted; undefined where it is not installed. */
  readonly trigrams: string | undefined;
}

/** LIKE and ILIKE: by what it begins with, by its trigrams, or by nothing. `pattern` is undefined where it is not written in the query. */
export function likeCondition(part: KeyPart, table: MentionedTable, operator: string, pattern: string | undefined, types: TypeRoom): Condition {
  const caseless = operator === "~~*";
  const start = pattern === undefined ? undefined : /^(?:[^%_\\]|\\.)*/.exec(pattern)?.[0];
  if (!caseless && pattern !== undefined && start === pattern) return { part, kind: "equal" };
  if (!caseless && (start === undefined || start !== "")) {
    const operatorClass = types.bytewise ? undefined : patternClass(part, table);
    return { part, kind: "prefix", ...(operatorClass === undefined ? {} : { operatorClass }) };
  }
  if (types.trigrams !== undefined && (pattern === undefined || /[^%_\\]{3}/.test(pattern))) return { part, kind: "inverted", method: "gin", operatorClass: `${types.trigrams}.gin_trgm_ops` };
  return { part, kind: "other" };
}

/** Containment, overlap and full text: what a GIN index is for. */
export function invertedBy(part: KeyPart, table: MentionedTable, operator: string, types: TypeRoom): Condition | undefined {
  const type = part.expression ? expressionType(part.text) : table.typeOf(part.columns[0] ?? "");
  if (type === "jsonb" && operator === "@>") return { part, kind: "inverted", method: "gin", operatorClass: "jsonb_path_ops" };
  if (type === "jsonb" && ["?", "?|", "?&", "@?", "@@"].includes(operator)) return { part, kind: "inverted", method: "gin" };
  if (type.endsWith("[]") && ["@>", "<@", "&&"].includes(operator)) return { part, kind: "inverted", method: "gin" };
  if (type === "tsvector" && operator === "@@") return { part, kind: "inverted", method: "gin" };
  if (["~", "~*", "%"].includes(operator) && types.trigrams !== undefined) return { part, kind: "inverted", method: "gin", operatorClass: `${types.trigrams}.gin_trgm_ops` };
  return undefined;
}

function expressionType(text: string): string {
  return /^\(to_tsvector\(/.test(text) ? "tsvector" : /->(?!>)[^>]*\)$/.test(text) ? "jsonb" : "";
}

function patternClass(part: KeyPart, table: MentionedTable): string {
  const type = part.expression ? "text" : table.typeOf(part.columns[0] ?? "");
  return type.startsWith("character varying") ? "varchar_pattern_ops" : type.startsWith("character(") ? "bpchar_pattern_ops" : "text_pattern_ops";
}
