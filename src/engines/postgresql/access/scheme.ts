import type { Catalog } from "../../../core/catalog/catalog.ts";
import { markOfSetting } from "../../../core/access/markNames.ts";
import type { IdentityRequest } from "../../access.ts";

/** How an application tells this database who asks, as far as its policies, routines, views and defaults show. */
export interface Scheme {
  readonly kind: "claims" | "setting" | "role";
  /** Settings that are read with current_setting, besides those of claims. */
  readonly settings: readonly string[];
  /** Old settings with one claim each: "request.jwt.claim.sub". */
  readonly claimSettings: readonly string[];
}

/** Finds how the database is told who asks. */
export function schemeOf(catalog: Catalog, asked: IdentityRequest["scheme"]): Scheme {
  const texts = textsOf(catalog);
  const named = [...new Set(texts.flatMap((text) => [...text.matchAll(/current_setting\(\s*'([\w.-]+)'/gi)].map(([, name]) => name!)))].filter((name) => name.includes(".")).sort();
  const claims = named.some((name) => name.startsWith("request.")) || texts.some((text) => /\bauth\.(?:uid|jwt|role|email)\(\)/i.test(text));
  const settings = named.filter((name) => !name.startsWith("request."));
  const found = claims ? "claims" : settings.length > 0 ? "setting" : "role";
  return { kind: asked ?? found, settings, claimSettings: named.filter((name) => name.startsWith("request.jwt.claim.")) };
}

/** True where the database is told the tenant alone, and no person: then whoever asks is a tenant. */
export function tellsTenantAlone({ kind, settings }: Scheme): boolean {
  const marks = settings.map(markOfSetting);
  return kind === "setting" && !marks.includes("owner") && marks.includes("tenant");
}

function textsOf(catalog: Catalog): string[] {
  return [
    ...catalog.tables.flatMap((table) => [...table.policies.flatMap(({ using, check }) => [using ?? "", check ?? ""]), ...table.columns.map((column) => column.default ?? "")]),
    ...catalog.routines.map(({ definition }) => definition),
    ...catalog.views.map(({ query }) => query),
  ];
}
