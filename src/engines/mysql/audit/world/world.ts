import type { Catalog } from "../../../../core/catalog/catalog.ts";
import type { Flavour } from "../../flavourName.ts";

/** What the rules look at: the catalog, and what besides it was read in a constant number of statements. */
export interface World {
  readonly flavour: Flavour;
  /** 90704, 101119. */
  readonly version: number;
  /** The database that grants name: a scratch database stands for the one that it was made from. */
  readonly database: string;
  readonly catalog: Catalog;
  /** As the server authenticated the connection, and as its client named itself. */
  readonly connection: { readonly account: string; readonly client: string; readonly tls: boolean };
  /** Global variables by their names in lower case; empty where none could be read. */
  readonly variables: ReadonlyMap<string, string>;
  /** When the server's certificate ends, in milliseconds since 1970; absent where it has none or does not tell. */
  readonly certificateEnds?: number;
  readonly now: number;
  /** Accounts and roles; absent where the connection may not read them. */
  readonly accounts?: readonly Account[];
  /** Privileges on the whole server and on databases. */
  readonly privileges: readonly Privileges[];
  readonly memberships: readonly Membership[];
  readonly proxies: readonly Proxy[];
  readonly databases: readonly string[];
  /** Names of views that rows can be written through. */
  readonly updatable: ReadonlySet<string>;
  /** Names of FEDERATED servers that hold a password. */
  readonly serversWithPassword: readonly string[];
  readonly counters: readonly Counter[];
  readonly orphans: readonly Orphans[];
}

export interface Account {
  /** "app@%"; a role of MariaDB has no host. */
  readonly name: string;
  readonly user: string;
  readonly host: string;
  readonly role: boolean;
  readonly locked: boolean;
  /** All ways of logging in; MariaDB knows several at once. */
  readonly plugins: readonly string[];
  /** "name": the password is the account's own name; "elsewhere": a socket, a directory or another service decides. */
  readonly password: "none" | "name" | "set" | "elsewhere";
  readonly requiresTls: boolean;
}

/** What one account or role holds on the server or on databases. */
export interface Privileges {
  readonly account: string;
  /** Absent: the whole server; else a database's name, in which `_` and `%` stand for any characters. */
  readonly database?: string;
  readonly names: ReadonlySet<string>;
  readonly grantable: boolean;
}

/** Who was given a role. */
export interface Membership {
  readonly role: string;
  readonly member: string;
  readonly admin: boolean;
}

/** Who may log in as whom. */
export interface Proxy {
  readonly account: string;
  readonly of: string;
  readonly grantable: boolean;
}

/** The highest number of an AUTO_INCREMENT column, and the highest that its type holds. */
export interface Counter {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly reached: bigint;
  readonly most: bigint;
}

/** Rows of a foreign key whose parents are missing. */
export interface Orphans {
  readonly table: string;
  readonly constraint: string;
  readonly columns: readonly string[];
  readonly parent: string;
  /** At most one more than is counted. */
  readonly count: number;
  readonly examples: readonly string[];
}

export const mostOrphansCounted = 1000;
