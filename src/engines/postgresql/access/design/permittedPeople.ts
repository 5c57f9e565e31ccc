import type { Identity } from "../../../../core/access/identity.ts";
import type { Operation } from "../../../../core/access/operation.ts";
import type { Expectation, OwnRow } from "../../../../core/access/policyDesign.ts";
import { quoteName, quoteObject } from "../../quote.ts";
import { withClaims } from "./claims.ts";
import type { Permissions, PermittedCommand } from "./permissions.ts";
import { wordsThatOpen } from "./permittedRules.ts";
import type { DesignRoom } from "./room.ts";

/** Somebody with a role that may do some of it, what that must come to, and the rows that say so. */
export interface Permitted {
  readonly expected: readonly Expectation[];
  readonly owned: readonly OwnRow[];
}

const operations: Readonly<Record<PermittedCommand, Operation>> = { SELECT: "select", INSERT: "insert", UPDATE: "update", DELETE: "delete" };

/** Everything that the permissions name is allowed to whoever has them all, on rows that are not his own. `like` is the user beside whom he is tried; `id` is his own. */
export async function permittedPeople({ session, catalog, table }: DesignRoom, permissions: Permissions, like: Identity, id: string): Promise<Permitted> {
  const { words, granted, holders, authorize } = permissions;
  const needed = [...new Set(Object.values(words))];
  const role = await roleFor(session, catalog, permissions, needed);
  const asked = authorize?.definition ?? "";
  const claims = [...claimsAsked(asked), ...(holders === null || authorize !== null ? ["user_role"] : [])];
  const settings = Object.fromEntries([...asked.matchAll(/current_setting\('([\w.]*role[\w]*)'/gi)].map(([, name = ""]) => [name, role.name]));
  const someone: Identity = { name: `role ${role.name}`, ...(like.role === undefined ? {} : { role: like.role }), settings: { ...withClaims(like.settings, id, Object.fromEntries(claims.map((path) => [path, role.name]))), ...settings }, owns: [id] };
  const privileges = new Set((table.grants ?? []).filter(({ grantee }) => grantee === like.role).flatMap((grant) => grant.privileges));
  const holds = (command: PermittedCommand): boolean => privileges.size === 0 || privileges.has(command);
  const all = Object.keys(operations) as PermittedCommand[];
  return {
    expected: all.filter((command) => holds(command) && wordsThatOpen(command, words).length > 0).map((command) => ({ identity: someone, operation: operations[command], row: "foreign", verdict: "allowed" })),
    owned: [
      ...(granted === null ? [] : needed.filter((word) => !role.has.includes(word)).map((word): OwnRow => ({ schema: granted.table.schema, table: granted.table.name, values: { [granted.role.name]: role.name, [granted.permission.name]: word } }))),
      ...(holders === null ? [] : [{ schema: holders.table.schema, table: holders.table.name, values: { [holders.user.name]: id, [holders.role.name]: role.name } }]),
    ],
  };
}

/** The role that has the most of these permissions; where none has any, one that can be written. */
async function roleFor(session: DesignRoom["session"], catalog: DesignRoom["catalog"], { granted }: Permissions, needed: readonly string[]): Promise<{ readonly name: string; readonly has: readonly string[] }> {
  if (granted === null) return { name: "data-engineer", has: needed };
  const [role, permission] = [granted.role.name, granted.permission.name].map(quoteName);
  const { rows } = await session.run(`SELECT ${role}::text, ${permission}::text FROM ${quoteObject(granted.table)} ORDER BY 1, 2 LIMIT 10000`);
  const has = new Map<string, string[]>();
  for (const [name, word] of rows) if (needed.includes(String(word))) has.set(String(name), [...(has.get(String(name)) ?? []), String(word)]);
  const [best] = [...has].sort(([, one], [, other]) => other.length - one.length);
  if (best !== undefined) return { name: best[0], has: best[1] };
  const bare = granted.role.type.split(".").at(-1)?.replaceAll('"', "");
  return { name: catalog.types.find((type) => type.form === "enum" && type.name === bare)?.values?.[0] ?? "data-engineer", has: [] };
}

/** The claims by their path that a function reads a role from: "user_role", "app_metadata.role". */
function claimsAsked(definition: string): string[] {
  const chains = [...definition.matchAll(/(?:jwt\s*\(\s*\)\s*\)*|request\.jwt\.claims'[^-]*?)((?:\s*->>?\s*'[\w-]+'\s*\)*)+)/gi)].map(([, chain = ""]) => [...chain.matchAll(/'([\w-]+)'/g)].map(([, name = ""]) => name).join("."));
  return [...new Set(chains)].filter((path) => !/^(?:sub|aal|role|email|user_id)$/.test(path));
}
