import type { Catalog } from "../../../../src/core/catalog/catalog.ts";
import { rules } from "../../../../src/engines/mysql/audit/rules.ts";
import type { Account, World } from "../../../../src/engines/mysql/audit/world/world.ts";

const catalog: Catalog = { engine: "mysql", schemas: [], extensions: [], types: [], domains: [], sequences: [], routines: [], tables: [], views: [], others: [] };

/** A server in which nothing is wrong. */
export const soundWorld: World = {
  flavour: "mysql",
  version: 90_700,
  database: "shop",
  catalog,
  connection: { account: "auditor@localhost", client: "auditor@localhost", tls: false },
  variables: new Map(Object.entries({ "validate_password.policy": "MEDIUM", bind_address: "*", require_secure_transport: "ON", tls_version: "TLSv1.2,TLSv1.3", ssl_cert: "server.pem", local_infile: "OFF", secure_file_priv: "NULL", sql_mode: "STRICT_TRANS_TABLES", foreign_key_checks: "ON", general_log: "OFF" })),
  certificateEnds: Date.UTC(2030, 0, 1),
  now: Date.UTC(2029, 0, 1),
  accounts: [],
  privileges: [],
  memberships: [],
  proxies: [],
  databases: ["shop", "mysql"],
  updatable: new Set(),
  serversWithPassword: [],
  counters: [],
  orphans: [],
};

/** The sound server with some settings changed. */
export function withSettings(settings: Readonly<Record<string, string>>, more: Partial<World> = {}): World {
  return { ...soundWorld, ...more, variables: new Map([...soundWorld.variables, ...Object.entries(settings)]) };
}

export function account(name: string, more: Partial<Account> = {}): Account {
  const at = name.lastIndexOf("@");
  return { name, user: at === -1 ? name : name.slice(0, at), host: at === -1 ? "" : name.slice(at + 1), role: false, locked: false, plugins: ["caching_sha2_password"], password: "set", requiresTls: false, ...more };
}

/** "severity rule object part" of all that is found. */
export function found(world: World): string[] {
  return rules.flatMap((rule) => rule.find(world)).map(({ severity, rule, object, part }) => [severity, rule, object, ...(part === undefined ? [] : [part])].join(" "));
}
