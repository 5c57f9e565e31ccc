import type { Access } from "./access.ts";
import { tokensOf } from "../scan/tokens.ts";
import { unquoted } from "./operation.ts";
import { termsOf } from "./terms.ts";
import { textsAt } from "./values.ts";

/** The columns by which the index of an access finds its rows, those that must be equal before those of a range. */
export function accessColumns({ node }: Pick<Access, "node">): readonly string[] {
  const told = [...textsAt(node.facts, "used_key_parts"), ...textsAt(node.facts, "key_columns")];
  if (told.length > 0) return [...new Set(told)];
  const found = node.conditions.filter((one) => one.kind === "access").flatMap(({ text }) => text.split(/,(?![^(]*\))/)).flatMap((part) => columnsIn(part));
  return [...new Set(found)];
}

/** Is the last of them found by a range rather than by a value? */
export function endsInRange({ node, how }: Pick<Access, "node" | "how">): boolean {
  const text = node.conditions.filter((one) => one.kind === "access").map((one) => one.text).join(" ");
  return how === "range" && (text === "" || /[<>]|\bbetween\b|\blike\b/i.test(text));
}

/** "('AT' < country)", "tier = 3", "1 <= id <= 9": names that stand beside a comparison. */
function columnsIn(text: string): readonly string[] {
  const terms = termsOf(text).flatMap((term) => (term.column === undefined ? [] : [term.column.name]));
  if (terms.length > 0) return terms;
  const words = tokensOf(text, "mysql").filter((token) => (token.kind === "word" || token.kind === "name") && !/^(?:AND|OR|NOT|NULL|IN|LIKE|BETWEEN|MORE|TRUE|FALSE)$/i.test(token.text));
  return words.map((token) => unquoted(token.text));
}
