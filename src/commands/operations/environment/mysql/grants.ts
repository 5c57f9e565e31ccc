/** What a user may do on a MySQL or MariaDB server, read from SHOW GRANTS. Privileges in upper case. */
export interface Grants {
  /** On *.*; "ALL" stands for every one. */
  readonly everywhere: ReadonlySet<string>;
  /** On one database (or a pattern of names), as SHOW GRANTS lists them. */
  readonly databases: readonly { readonly pattern: string; readonly privileges: ReadonlySet<string> }[];
}

/** Reads lines such as "GRANT SELECT, INSERT ON `shop\_%`.* TO `me`@`%`". Grants on single tables, columns and roles are left out. */
export function readGrants(lines: readonly string[]): Grants {
  const everywhere = new Set<string>();
  const databases = new Map<string, Set<string>>();
  for (const line of lines) {
    const [, privileges, all, quoted, plain] = /^GRANT (.+?) ON (?:(\*)|`((?:[^`]|``)*)`|(\w+))\.\* TO /i.exec(line) ?? [];
    if (privileges === undefined) continue;
    const pattern = quoted?.replaceAll("``", "`") ?? plain ?? "";
    const into = all === "*" ? everywhere : (databases.get(pattern) ?? new Set<string>());
    if (all !== "*") databases.set(pattern, into);
    for (const privilege of privileges.split(",")) into.add(privilege.trim().toUpperCase().replace(/^ALL PRIVILEGES$/, "ALL"));
  }
  return { everywhere, databases: [...databases].map(([pattern, privileges]) => ({ pattern, privileges })) };
}

export function mayEverywhere(grants: Grants, privilege: string): boolean {
  return grants.everywhere.has("ALL") || grants.everywhere.has(privilege);
}

/** True where the user may do it in a database of this name: patterns know %, _ and \ as escape. */
export function may(grants: Grants, privilege: string, database: string): boolean {
  return mayEverywhere(grants, privilege) || grants.databases.some(({ pattern, privileges }) => (privileges.has("ALL") || privileges.has(privilege)) && matches(pattern, database));
}

function matches(pattern: string, name: string): boolean {
  const expression = pattern.replace(/\\([\s\S])|%|_|[^\\%_]/g, (part, escaped: string | undefined) => (escaped !== undefined ? literal(escaped) : part === "%" ? ".*" : part === "_" ? "." : literal(part)));
  return new RegExp(`^${expression}$`, "su").test(name);
}

function literal(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/-]/, "\\$&");
}
