import { type MarkKind, markOfColumn } from "../../../core/access/markNames.ts";
import type { Catalog, ViewObject } from "../../../core/catalog/catalog.ts";
import { valueOfJson } from "../bson/read.ts";
import { isDoc, type Doc, type Value } from "../bson/value.ts";
import { canonical } from "../bson/write.ts";

/** A view that shows the documents of one tenant or owner, or of those whose roles the asker has. */
export interface Scope {
  readonly view: ViewObject;
  /** The collection whose documents it shows. */
  readonly base: string;
  readonly field: string;
  /** The value that the field must have; absent where the asker's roles decide. */
  readonly value?: Value;
  /** Where roles decide: what stands before the value in a role's name; absent where that cannot be told. */
  readonly prefix?: string;
}

export function scopesOf(catalog: Catalog): Scope[] {
  return catalog.views.flatMap((view) => scopeOf(view, catalog) ?? []);
}

/** Undefined where the view shows everybody's documents. A view on such a view is one too. */
export function scopeOf(view: ViewObject, catalog: Catalog): Scope | undefined {
  const under = catalog.views.find(({ name }) => name === view.options["viewOn"]);
  const base = baseOf(view, catalog);
  for (const condition of leadingMatches(pipelineOf(view))) {
    const found = scopeIn(condition, view.name, base);
    if (found !== undefined) return { view, base, ...found };
  }
  const inherited = under === undefined ? undefined : scopeOf(under, catalog);
  return inherited === undefined ? undefined : { ...inherited, view };
}

/** The collection at the end of what it stands on. */
export function baseOf(view: ViewObject, catalog: Catalog): string {
  const on = view.options["viewOn"] ?? "";
  const under = catalog.views.find(({ name }) => name === on && name !== view.name);
  return under === undefined ? on : baseOf(under, catalog);
}

export function pipelineOf({ query }: ViewObject): readonly Value[] {
  const pipeline = valueOfJson(JSON.parse(query));
  return Array.isArray(pipeline) ? (pipeline as readonly Value[]) : [];
}

/** The name that a view of one tenant's documents gets here. */
export function scopedName(collection: string, value: string): string {
  return `${collection}_of_${value.replace(/[^\p{L}\p{N}_-]+/gu, "_")}`;
}

/** The value as a name or a person says it. */
export function shownValue(value: Value): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : isDoc(value) || Array.isArray(value) ? canonical(value) : String(value);
}

/** What it means for whose the documents are. */
export function kindOf(field: string): MarkKind {
  return markOfColumn(field) ?? "tenant";
}

function leadingMatches(pipeline: readonly Value[]): Doc[] {
  const end = pipeline.findIndex((stage) => !isDoc(stage) || !stage.has("$match"));
  return (end === -1 ? pipeline : pipeline.slice(0, end)).flatMap((stage) => {
    const match = isDoc(stage) ? stage.get("$match") : undefined;
    return isDoc(match) ? [match] : [];
  });
}

function scopeIn(condition: Doc, view: string, base: string): Pick<Scope, "field" | "value" | "prefix"> | undefined {
  for (const [name, value] of condition) {
    if (name === "$and" && Array.isArray(value)) {
      for (const part of (value as readonly Value[]).filter(isDoc)) {
        const inside = scopeIn(part, view, base);
        if (inside !== undefined) return inside;
      }
    }
    if (name === "$expr" && canonical(value).includes("$$USER_ROLES")) return byRoles(value);
    const equal = isDoc(value) && [...value.keys()].some((key) => key.startsWith("$")) ? value.get("$eq") : value;
    if (name.startsWith("$") || equal === undefined || equal === null) continue;
    if (markOfColumn(name) !== undefined || view === scopedName(base, shownValue(equal))) return { field: name, value: equal };
  }
  return undefined;
}

function byRoles(expression: Value): Pick<Scope, "field" | "prefix"> | undefined {
  const texts = textsIn(expression);
  const field = texts.find((text) => /^\$[^$]/.test(text))?.slice(1);
  const prefix = /"\$concat":\s*\[\s*"([^$"]*)"/.exec(canonical(expression))?.[1];
  return field === undefined ? undefined : { field, ...(prefix === undefined ? {} : { prefix }) };
}

/** Every text of an expression that is no name of an operator. */
function textsIn(value: Value): string[] {
  if (typeof value === "string") return [value];
  if (isDoc(value)) return [...value.values()].flatMap(textsIn);
  return Array.isArray(value) ? (value as readonly Value[]).flatMap(textsIn) : [];
}
