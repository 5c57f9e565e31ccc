import type { Grant, TableObject } from "../../../../core/catalog/catalog.ts";
import { qualified } from "../../../../core/catalog/objects.ts";
import { UsageError } from "../../../../core/errors.ts";
import type { DesignRoom } from "./room.ts";

/** Whom the policies are for, and who asks without having said who he is. */
export interface Audience {
  /** Their names, sorted; never empty. */
  readonly roles: readonly string[];
  /** Of those, the table's owner, whose rights no grant gives. */
  readonly owner: string | null;
  readonly anonymous: readonly string[];
  /** Others with rights on the table, whom no policy lets in. */
  readonly left: readonly string[];
  readonly reason: string;
}

const anonymousNames = /(?:^|_)anon(?:ymous)?(?:_|$)/i;

/** The application's roles: as asked, Supabase's and PostgREST's own, else whoever may use the table now. Throws UsageError where nobody is left. */
export function audienceOf(room: Pick<DesignRoom, "catalog" | "table" | "scheme" | "roles" | "request">): Audience {
  const { catalog, table, scheme, roles, request } = room;
  const isBound = (name: string): boolean => roles.get(name)?.bypasses === false;
  const ofApi = scheme.form === "supabase" || scheme.form === "claims";
  const unnamed = [...roles.keys()].filter((name) => anonymousNames.test(name) && (isGranted(table, name) || (ofApi && /^(?:web_)?anon$/.test(name))));
  const anonymous = unnamed.sort((a, b) => Number(isGranted(table, b)) - Number(isGranted(table, a)));
  const bound = grantees(table.grants).filter((name) => isBound(name) && !anonymous.includes(name) && name !== table.owner);
  const finish = (chosen: readonly string[], reason: string): Audience => ({
    roles: [...new Set(chosen)].sort(), owner: chosen.find((name) => name === table.owner) ?? null, anonymous: anonymous.filter((name) => !chosen.includes(name)),
    left: bound.filter((name) => !chosen.includes(name)), reason,
  });
  if (request.role !== undefined) {
    if (!roles.has(request.role)) throw new UsageError("badArgument", `There is no role "${request.role}".`, { next: "Name the role that the application connects or switches to." });
    if (!isBound(request.role)) throw new UsageError("badArgument", `Row security does not bind ${request.role}: it is a superuser or has BYPASSRLS.`, { next: "Let the application use a role of its own, and name that one with --for." });
    return finish([request.role], `The policies are for ${request.role}, as was asked for.`);
  }
  if ((scheme.form === "supabase" || scheme.form === "claims") && isBound("authenticated") && (scheme.form === "supabase" || isGranted(table, "authenticated") || bound.length === 0)) {
    return finish(["authenticated"], "The policies are for authenticated, whom the API runs signed-in requests as.");
  }
  const owner = table.owner !== undefined && isBound(table.owner) ? [table.owner] : [];
  if (bound.length > 0) return finish([...bound, ...owner], `The policies are for ${[...bound, ...owner].join(", ")}: ${bound.length === 1 ? "it has" : "they have"} rights on the table${owner.length === 0 ? "" : `, ${owner[0]} owns it`}.`);
  const elsewhere = [...new Set(catalog.tables.flatMap((other) => grantees(other.grants)))].filter((name) => isBound(name) && !anonymousNames.test(name));
  if (elsewhere.length === 1) return finish([...elsewhere, ...owner], `The policies are for ${elsewhere[0]}, the one role with rights on other tables.`);
  if (owner.length > 0 && elsewhere.length === 0) return finish(owner, `The policies are for ${owner[0]}: it owns the table, and nobody else has rights on it.`);
  throw new UsageError("badArgument", `Nothing says which role the application uses on ${qualified(table)}: nobody whom row security binds has rights on it${table.owner === undefined ? "" : ` (${table.owner} owns it and is not bound)`}.`, {
    next: elsewhere.length > 0 ? `Say which with --for: ${elsewhere.slice(0, 6).join(", ")}.` : "Make a role for the application that is no superuser, and name it with --for.",
  });
}

function grantees(grants: readonly Grant[] | undefined): string[] {
  return [...new Set((grants ?? []).map(({ grantee }) => grantee))].filter((name) => name !== "PUBLIC");
}

function isGranted(table: TableObject, role: string): boolean {
  return table.grants?.some(({ grantee }) => grantee === role) === true;
}
