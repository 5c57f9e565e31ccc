import type { Catalog, TableObject, ViewObject } from "../../../core/catalog/catalog.ts";
import type { Flavour } from "../flavourName.ts";
import { nameOf } from "../ownName.ts";
import { foldName } from "../quote.ts";
import type { Token } from "../scan/tokens.ts";
import { tokensOf } from "../scan/tokens.ts";
import { type Conjunct, depthsOf, predicateOf, unwrapped } from "./predicate.ts";

/** A view whose rows depend on who asks. */
export interface UserView {
  readonly view: ViewObject;
  /** The table whose rows it shows. */
  readonly base: TableObject;
  /** The conjunct that compares with who asks. */
  readonly conjunct: Conjunct;
  /** How who asks is found: by what the client named itself, as whom the statement runs (in a definer's view: the definer), or by a variable that the client sets. */
  readonly asks: "user" | "currentUser" | "variable";
  /** "name" compares the part before the @, "account" the whole, "mapped" looks it up elsewhere. */
  readonly form: "name" | "account" | "mapped" | "variable";
  /** The column of the base table that says whose a row is; absent where the condition is of another form. */
  readonly owner?: string;
  /** The variable that says who asks, without its @. */
  readonly variable?: string;
  /** Where accounts are mapped to what rows hold. */
  readonly mapping?: { readonly table: string; readonly account: string; readonly value: string; readonly byName: boolean };
}

/** The views of a catalog that show everybody other rows. */
export function userViews(catalog: Catalog, flavour: Flavour): UserView[] {
  return catalog.views.flatMap((view) => userViewOf(view, catalog, flavour) ?? []);
}

/** Undefined where the view shows everybody the same rows, or stands on no table by itself. */
export function userViewOf(view: ViewObject, catalog: Catalog, flavour: Flavour): UserView | undefined {
  const base = baseOf(view, catalog, flavour);
  if (base === undefined) return undefined;
  for (const conjunct of predicateOf(view.query, flavour)?.conjuncts ?? []) {
    const asked = askedBy(conjunct.tokens, catalog, flavour);
    if (asked === undefined) continue;
    const owner = ownerOf(conjunct.tokens, base, aliasOf(view, base, flavour));
    const mapping = mappingOf(conjunct.tokens);
    const form = asked.variable !== undefined ? "variable" : mapping !== undefined ? "mapped" : asked.byName ? "name" : "account";
    return { view, base, conjunct, asks: asked.asks, form, ...(owner === undefined ? {} : { owner }), ...(asked.variable === undefined ? {} : { variable: asked.variable }), ...(mapping === undefined ? {} : { mapping: { ...mapping, byName: asked.byName } }) };
  }
  return undefined;
}

/** The first table of its FROM. */
export function baseOf(view: ViewObject, catalog: Catalog, flavour: Flavour): TableObject | undefined {
  const tokens = tokensOf(view.query, flavour);
  const depths = depthsOf(tokens);
  let at = tokens.findIndex((token, index) => depths[index] === 0 && token.upper === "FROM") + 1;
  if (at === 0) return undefined;
  while (tokens[at]?.text === "(") at += 1;
  const token = tokens[at];
  return token === undefined ? undefined : catalog.tables.find(({ name }) => name === nameOf(token));
}

interface Asked {
  readonly asks: UserView["asks"];
  readonly byName: boolean;
  readonly variable?: string;
}

function askedBy(tokens: readonly Token[], catalog: Catalog, flavour: Flavour): Asked | undefined {
  const byName = tokens.some(({ upper }) => upper === "SUBSTRING_INDEX" || upper === "SUBSTR" || upper === "LEFT" || upper === "REGEXP_SUBSTR");
  for (const [at, token] of tokens.entries()) {
    if (tokens[at + 1]?.text !== "(" || (token.kind !== "word" && token.kind !== "name")) continue;
    const called = foldName(nameOf(token));
    if (token.kind === "word" && /^(?:user|session_user|system_user)$/.test(called)) return { asks: "user", byName };
    if (token.kind === "word" && called === "current_user") return { asks: "currentUser", byName };
    const routine = catalog.routines.find(({ name, form }) => form === "function" && foldName(name) === called);
    const inside = routine === undefined ? undefined : askedInside(tokensOf(routine.definition.replace(/^CREATE DEFINER=`(?:[^`]|``)*`(?:@`(?:[^`]|``)*`)?/, "CREATE"), flavour), routine.securityDefiner);
    if (inside !== undefined) return { ...inside, byName: byName || inside.byName };
  }
  return undefined;
}

/** Of a function, without its definer. */
function askedInside(tokens: readonly Token[], definer: boolean): Asked | undefined {
  const byName = tokens.some(({ upper }) => upper === "SUBSTRING_INDEX");
  for (const token of tokens) {
    const variable = token.kind === "variable" ? /^@([^@].*)$/.exec(token.text)?.[1] : undefined;
    if (variable !== undefined) return { asks: "variable", byName: false, variable: variable.replace(/^[`'"]|[`'"]$/g, "") };
    if (/^(?:USER|SESSION_USER|SYSTEM_USER)$/.test(token.upper)) return { asks: "user", byName };
    if (token.upper === "CURRENT_USER") return { asks: definer ? "currentUser" : "user", byName };
  }
  return undefined;
}

/** What the view calls its table: `from `notes` `n``. */
function aliasOf(view: ViewObject, base: TableObject, flavour: Flavour): string {
  const tokens = tokensOf(view.query, flavour);
  const at = tokens.findIndex((token, index) => nameOf(token) === base.name && /^(?:FROM|\()$/.test(tokens[index - 1]?.upper ?? ""));
  const next = tokens[at + 1]?.upper === "AS" ? tokens[at + 2] : tokens[at + 1];
  return next?.kind === "name" ? nameOf(next) : base.name;
}

/** The base table's column in the condition: `table`.`column` of it, outside of what is asked further inside. */
function ownerOf(tokens: readonly Token[], base: TableObject, alias: string): string | undefined {
  const columns = new Set(base.columns.map(({ name }) => foldName(name)));
  for (const [at, token] of tokens.entries()) {
    if (tokens[at + 1]?.text !== "." || tokens[at + 3]?.text === "." || nameOf(token) !== alias) continue;
    const column = tokens[at + 2];
    if (column !== undefined && columns.has(foldName(nameOf(column)))) return nameOf(column);
  }
  return undefined;
}

/** `owner` in (select `m`.`value` from `map` `m` where (`m`.`account` = user())). */
function mappingOf(tokens: readonly Token[]): Omit<NonNullable<UserView["mapping"]>, "byName"> | undefined {
  const select = tokens.findIndex(({ upper }) => upper === "SELECT");
  if (select === -1) return undefined;
  const from = tokens.findIndex(({ upper }, at) => at > select && upper === "FROM");
  const table = tokens[from + 1];
  const value = tokens[select + 3];
  const where = tokens.findIndex(({ upper }, at) => at > from && upper === "WHERE");
  const condition = unwrapped(tokens.slice(where + 1, -1));
  const account = condition[2];
  if (from === -1 || where === -1 || table === undefined || value === undefined || account === undefined || tokens[select + 2]?.text !== "." || condition[1]?.text !== "." || condition[3]?.text !== "=") return undefined;
  return { table: nameOf(table), value: nameOf(value), account: nameOf(account) };
}
