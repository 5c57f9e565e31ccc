import { describe, expect, it } from "vitest";
import { accountOf, quoteAccount } from "../../../../src/engines/mysql/audit/world/accountName.ts";
import { isAdministrator, reaches, selves } from "../../../../src/engines/mysql/audit/world/powers.ts";
import type { Privileges, World } from "../../../../src/engines/mysql/audit/world/world.ts";
import { account, found, soundWorld, withSettings } from "./world.ts";

const holds = (name: string, names: readonly string[], database?: string, grantable = false): Privileges => ({ account: name, names: new Set(names), grantable, ...(database === undefined ? {} : { database }) });
const world = (more: Partial<World>): World => ({ ...soundWorld, ...more });

describe("accounts", () => {
  it("are read as the server writes them, whatever their names hold", () => {
    expect(accountOf("'app'@'%'")).toBe("app@%");
    expect(accountOf("'o'brien@x'@'10.%'")).toBe("o'brien@x@10.%");
    expect(accountOf("`a``b`@`localhost`")).toBe("a`b@localhost");
    expect(accountOf("'role'@''")).toBe("role");
    expect(accountOf("role")).toBe("role");
    expect(quoteAccount("o'brien@x@10.%")).toBe("'o''brien@x'@'10.%'");
  });

  it("hold what their roles hold, also those of roles", () => {
    const roles = world({ accounts: [account("dba@localhost")], memberships: [{ role: "all@%", member: "team@%", admin: false }, { role: "team@%", member: "dba@localhost", admin: false }], privileges: [holds("all@%", ["SUPER", "CREATE USER"])] });
    expect(selves(roles, "dba@localhost")).toEqual(["dba@localhost", "team@%", "all@%"]);
    expect(isAdministrator(roles, "dba@localhost")).toBe(true);
  });

  it("reach databases by patterns", () => {
    const at = (pattern: string, name: string): boolean => reaches(pattern, name, soundWorld);
    expect([at("shop", "shop"), at("shop_%", "shopping"), at("shop\\_%", "shopping"), at("shop\\_%", "shop_eu"), at("a.c", "abc"), at("sh", "shop")]).toEqual([true, true, false, true, false, false]);
    expect(reaches("shop_", "shop1", withSettings({ partial_revokes: "ON" }))).toBe(false);
  });

  it.each<[string, World, string[]]>([
    ["the old plugin on MySQL 8.4", world({ version: 80_400, accounts: [account("a@localhost", { plugins: ["mysql_native_password"] })] }), ["warning server/old-authentication a@localhost mysql_native_password"]],
    ["the usual plugin on MariaDB", world({ flavour: "mariadb", version: 101_100, accounts: [account("a@localhost", { plugins: ["mysql_native_password"] })] }), []],
    ["broken hashes", world({ accounts: [account("a@localhost", { plugins: ["mysql_old_password"] })] }), ["error server/old-authentication a@localhost mysql_old_password"]],
    ["a password in clear text", world({ accounts: [account("a@localhost", { plugins: ["mysql_clear_password"], password: "elsewhere" })] }), ["warning server/old-authentication a@localhost mysql_clear_password"]],
    ["the socket of the operating system", world({ accounts: [account("root@localhost", { plugins: ["auth_socket"], password: "elsewhere" })], privileges: [holds("root@localhost", ["SUPER", "CREATE USER"], undefined, true)] }), []],
    ["the grants on test databases", world({ privileges: [holds("@%", ["SELECT", "CREATE"], "test\\_%")] }), ["warning server/test-database test\\_% @%"]],
    ["one team's test database", world({ accounts: [account("qa@localhost")], privileges: [holds("qa@localhost", ["SELECT", "CREATE"], "test_qa")] }), []],
    ["writing the grant tables", world({ accounts: [account("a@localhost")], privileges: [holds("a@localhost", ["UPDATE"], "mysql")] }), ["error server/can-become-administrator a@localhost"]],
    ["a role that may be passed on", world({ accounts: [account("a@localhost")], memberships: [{ role: "r@%", member: "a@localhost", admin: true }] }), ["warning server/grant-option a@localhost role r@%"]],
    ["a monitor", world({ accounts: [account("exporter@localhost")], privileges: [holds("exporter@localhost", ["PROCESS", "REPLICATION CLIENT"])] }), []],
    ["FILE within a folder", withSettings({ secure_file_priv: "/var/lib/files/" }, { accounts: [account("a@localhost")], privileges: [holds("a@localhost", ["FILE"])] }), ["warning server/file-privilege a@localhost"]],
    ["FILE where files are closed", world({ accounts: [account("a@localhost")], privileges: [holds("a@localhost", ["FILE"])] }), []],
    ["an account's own name as its password", world({ accounts: [account("a@localhost", { password: "name" })] }), ["error server/password-is-name a@localhost"]],
  ])("are judged: %s", (_what, planted, expected) => {
    expect(found(planted)).toEqual(expected);
  });
});
