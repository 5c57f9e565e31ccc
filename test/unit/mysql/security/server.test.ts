import { describe, expect, it } from "vitest";
import { rules } from "../../../../src/engines/mysql/audit/rules.ts";
import type { World } from "../../../../src/engines/mysql/audit/world/world.ts";
import { account, found, soundWorld, withSettings } from "./world.ts";

const day = 86_400_000;
const withoutCertificate: World = (({ certificateEnds: _ends, ...rest }) => rest)(withSettings({ ssl_cert: "" }));

describe("rules about the server", () => {
  it("have names of their own", () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  });

  it("find nothing on a sound server", () => {
    expect(found(soundWorld)).toEqual([]);
  });

  it.each<[string, World, string[]]>([
    ["TLS 1.0", withSettings({ tls_version: "TLSv1,TLSv1.2" }), ["warning server/old-tls server tls_version"]],
    ["a certificate that ended", { ...soundWorld, certificateEnds: soundWorld.now - 2 * day }, ["error server/certificate-ends server"]],
    ["a certificate that ends in a week", { ...soundWorld, certificateEnds: soundWorld.now + 7 * day }, ["warning server/certificate-ends server"]],
    ["no certificate", withoutCertificate, ["error server/tls-off server"]],
    ["no certificate where only its own machine reaches it", { ...withoutCertificate, variables: new Map([...withoutCertificate.variables, ["bind_address", "127.0.0.1"]]) }, []],
    ["plain remote accounts", withSettings({ require_secure_transport: "OFF" }, { accounts: [account("app@%")] }), ["warning server/plain-connections server"]],
    ["remote accounts that require TLS", withSettings({ require_secure_transport: "OFF" }, { accounts: [account("app@%", { requiresTls: true }), account("me@localhost")] }), []],
    ["a plain connection from afar", { ...soundWorld, connection: { account: "a@%", client: "a@10.1.2.3", tls: false } }, ["warning server/this-connection-plain connection"]],
    ["an encrypted connection from afar", { ...soundWorld, connection: { account: "a@%", client: "a@10.1.2.3", tls: true } }, []],
    ["skipped grant tables", { ...soundWorld, connection: { account: "skip-grants user@skip-grants host", client: "x@localhost", tls: false } }, ["error server/grant-tables-skipped server"]],
    ["local_infile", withSettings({ local_infile: "ON" }), ["warning server/local-infile server"]],
    ["an empty secure_file_priv", withSettings({ secure_file_priv: "" }), ["info server/secure-file-priv server"]],
    ["a general log", withSettings({ general_log: "ON", log_output: "TABLE" }), ["warning server/general-log server"]],
    ["a slow log alone", withSettings({ slow_query_log: "ON" }), []],
    ["old passwords", withSettings({ old_passwords: "1" }), ["error server/old-passwords server"]],
    ["trusted function creators with logged statements", withSettings({ log_bin: "ON", log_bin_trust_function_creators: "ON", binlog_format: "STATEMENT" }), ["warning server/trusts-function-creators server"]],
    ["trusted function creators with logged rows", withSettings({ log_bin: "ON", log_bin_trust_function_creators: "ON", binlog_format: "ROW" }), []],
    ["a lax sql_mode", withSettings({ sql_mode: "NO_ENGINE_SUBSTITUTION" }), ["warning schema/sql-mode-not-strict server"]],
    ["unchecked foreign keys", withSettings({ foreign_key_checks: "OFF" }), ["error schema/foreign-key-checks-off server"]],
    ["a foreign server's password", { ...soundWorld, serversWithPassword: ["far"] }, ["warning credentials/foreign-server server far"]],
  ])("judge %s", (_what, world, expected) => {
    expect(found(world)).toEqual(expected);
  });
});
