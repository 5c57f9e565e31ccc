import type { Catalog } from "../../../../core/catalog/catalog.ts";
import type { PolicyRequest } from "../../../../core/access/policyDesign.ts";
import { quoteText } from "../../quote.ts";

/** How the application tells the database who asks, and what that is in SQL. */
export interface Scheme {
  readonly form: "supabase" | "claims" | "setting" | "role";
  /** The asker's id as a value of this type, computed once for a statement; null where it cannot be one. */
  user(type: string): string | null;
  /** The same as a value of a column of `type` for whoever makes an attempt: settings that a transaction sets. */
  settings(user: string, tenant: string | undefined): Readonly<Record<string, string>>;
  /** Where the application says the tenant itself. */
  readonly tenant?: { readonly known: boolean; value(type: string): string };
  readonly reason: string;
  readonly warning?: string;
}

const characters = /^(?:text|character varying|character|varchar|bpchar|name|citext|(?:"?\w+"?\.)?citext)(?:\(|$)/i;

export function isText(type: string): boolean {
  return characters.test(type);
}

/** A cast to a shorter text would cut it and let two askers look alike, so text stays as it is. */
function as(expression: string, type: string): string {
  return isText(type) ? expression : `${expression}::${type}`;
}

const claimsJson = "nullif(current_setting('request.jwt.claims', true), '')::json";

const supabase: Scheme = {
  form: "supabase",
  user: (type) => (type === "uuid" ? "(select auth.uid())" : isText(type) ? "(select auth.uid()::text)" : null),
  settings: (user) => claims(user, "authenticated"),
  reason: "Who asks is what auth.uid() says: the database has Supabase's schema auth.",
};

const postgrest: Scheme = {
  form: "claims",
  user: (type) => (isText(type) ? `(select ${claimsJson} ->> 'sub')` : `(select ${as(`(${claimsJson} ->> 'sub')`, type)})`),
  settings: (user) => claims(user, undefined),
  reason: "Who asks is the claim sub of the token, which PostgREST sets in request.jwt.claims.",
};

const roles: Scheme = {
  form: "role",
  user: (type) => (type === "name" ? "(select current_user)" : isText(type) ? "(select current_user::text)" : null),
  settings: () => ({}),
  reason: "Who asks is the role that the statement runs as (current_user).",
};

function claims(user: string, role: string | undefined): Record<string, string> {
  return { "request.jwt.claims": JSON.stringify({ sub: user, ...(role === undefined ? {} : { role }) }), "request.jwt.claim.sub": user };
}

function settings(user: string | undefined, tenant: string | undefined): Scheme {
  const [userName, tenantName] = [user ?? "app.user_id", tenant ?? "app.tenant_id"];
  const value = (name: string, type: string): string => `(select ${as(`nullif(current_setting(${quoteText(name)}, true), '')`, type)})`;
  const known = [user, tenant].filter((name) => name !== undefined);
  return {
    form: "setting",
    user: (type) => value(userName, type),
    settings: (asker, of) => ({ [userName]: asker, ...(of === undefined ? {} : { [tenantName]: of }) }),
    tenant: { known: tenant !== undefined, value: (type) => value(tenantName, type) },
    reason: known.length > 0 ? `Who asks is what the transaction's setting ${known.join(" and ")} says, which the database reads already.` : `Nothing in this database tells how the application says who asks: the settings ${userName} and ${tenantName} of the transaction are taken.`,
    ...(known.length > 0 ? {} : { warning: `The application must set ${userName} (or ${tenantName}) in each transaction, as in select set_config('${userName}', …, true), or it reaches no row. Where it says who asks in another way, give --as claims or --as role.` }),
  };
}

/** Finds it from what the database holds: Supabase's functions, expressions that read claims or settings. `--as` overrules all but the names of settings. */
export function schemeOf(catalog: Catalog, request: Pick<PolicyRequest, "scheme">): Scheme {
  const isSupabase = catalog.routines.some((routine) => routine.schema === "auth" && routine.name === "uid" && routine.signature === "");
  const texts = expressions(catalog);
  const read = new Set(texts.flatMap((text) => [...text.matchAll(/current_setting\(\s*'((?:[^']|'')+)'/gi)].map(([, name = ""]) => name)));
  const own = [...read].filter((name) => name.includes(".") && !/^(?:request|pgrst)\./i.test(name));
  const last = (name: string): string => name.slice(name.lastIndexOf(".") + 1);
  const user = own.find((name) => /^(?:current_?|app_?)?(?:user|uid|person|actor|sub|account_user)(?:_?(?:id|uuid|name))?$/i.test(last(name)));
  const tenant = own.find((name) => /^(?:current_?)?(?:tenant|org|organi[sz]ation|team|workspace|company|account)(?:_?(?:id|uuid))?$/i.test(last(name)));
  switch (request.scheme) {
    case "claims":
      return isSupabase ? supabase : postgrest;
    case "setting":
      return settings(user, tenant);
    case "role":
      return roles;
    default:
      break;
  }
  if (isSupabase) return supabase;
  if (user !== undefined || tenant !== undefined) return settings(user, tenant);
  if ([...read].some((name) => /^request\.jwt/i.test(name))) return postgrest;
  return settings(undefined, undefined);
}

/** Where an owner's column holds names of roles by itself. */
export function byRole(scheme: Scheme, request: Pick<PolicyRequest, "scheme">, column: { readonly type: string; readonly default?: string }): Scheme {
  const holdsRoles = column.type === "name" || /^\(?\s*(?:CURRENT_USER|SESSION_USER|CURRENT_ROLE)\b/i.test(column.default ?? "");
  return request.scheme === undefined && holdsRoles ? { ...roles, reason: `${roles.reason} The column holds the names of roles.` } : scheme;
}

function expressions(catalog: Catalog): string[] {
  return [
    ...catalog.tables.flatMap((table) => [...table.policies.flatMap(({ using, check }) => [using ?? "", check ?? ""]), ...table.columns.map((column) => column.default ?? "")]),
    ...catalog.routines.map((routine) => routine.definition),
    ...catalog.views.map((view) => view.query),
  ];
}
