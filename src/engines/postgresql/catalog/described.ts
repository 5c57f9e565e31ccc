import type { Described, Grant } from "../../../core/catalog/catalog.ts";

/** grantee, privilege, may grant on, is the owner */
type AclRow = readonly [string, string, boolean, boolean];

interface AccessLists {
  readonly given: readonly AclRow[] | null;
  readonly usual: readonly AclRow[] | null;
}

/**
 * The grants of an object from the JSON of `grants()`. Undefined where they are what the object has without any GRANT or REVOKE;
 * otherwise all of them, PUBLIC's usual ones included, but for the owner's where those are the usual ones.
 */
export function grantsOf(json: string | null | undefined, column?: string): Grant[] | undefined {
  if (json === null || json === undefined) return undefined;
  const { given, usual } = JSON.parse(json) as AccessLists;
  const [rows, usualRows] = [given ?? [], usual ?? []];
  if (sameRows(rows, usualRows)) return undefined;
  const owners = rows.filter((row) => row[3]);
  const ownerIsUsual = sameRows(owners, usualRows.filter((row) => row[3]));
  return grouped(ownerIsUsual ? rows.filter((row) => !row[3]) : rows, column);
}

/** Comment, owner and grants as the catalog has them: absent where there is nothing to say. */
export function described(comment: string | null | undefined, owner: string | null | undefined, grants: readonly Grant[] | undefined): Described {
  return {
    ...(comment === null || comment === undefined ? {} : { comment }),
    ...(owner === null || owner === undefined ? {} : { owner }),
    ...(grants === undefined ? {} : { grants }),
  };
}

function sameRows(a: readonly AclRow[], b: readonly AclRow[]): boolean {
  const shown = (rows: readonly AclRow[]): string => rows.map((row) => JSON.stringify(row)).sort().join();
  return shown(a) === shown(b);
}

function grouped(rows: readonly AclRow[], column: string | undefined): Grant[] {
  const found = new Map<string, { grantee: string; privileges: string[]; grantable: boolean }>();
  for (const [grantee, privilege, grantable] of rows) {
    const key = `${grantable ? 1 : 0} ${grantee}`;
    const grant = found.get(key) ?? { grantee, privileges: [], grantable };
    if (!grant.privileges.includes(privilege)) grant.privileges.push(privilege);
    found.set(key, grant);
  }
  return [...found.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, grant]) => ({ ...grant, privileges: grant.privileges.sort(), ...(column === undefined ? {} : { column }) }));
}
