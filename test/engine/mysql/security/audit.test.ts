import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { look as lookAll } from "../../../../src/commands/security/audit/look.ts";
import { prove } from "../../../../src/commands/security/audit/prove.ts";
import { never, openSession, servers } from "../ddl/database.ts";
import { password } from "./planted.ts";
import { look, plant, type Planted, shortKeys } from "./withPlanted.ts";

describe.each(servers)("the audit on $flavour", (server) => {
  let planted: Planted;
  beforeAll(async () => {
    planted = await plant(server);
  }, 60_000);
  afterAll(() => planted.drop());

  it("finds what is planted, and nothing in correct designs that look like it", async () => {
    const { findings, unseen } = await look(planted.session, "full");
    const mariadb = server.flavour === "mariadb";
    const [, folder] = (await planted.session.run("SHOW GLOBAL VARIABLES LIKE 'secure_file_priv'")).rows[0] ?? [];
    expect(unseen).toEqual([]);
    expect(shortKeys(findings, planted.names)).toEqual([
      "rls/base-table-granted notes reader@%",
      "rls/column-grant-void people columns@%",
      "rls/current-user-of-definer definers_notes",
      "rls/definer-missing ghostly view",
      "rls/definer-missing parents.ghost_trigger trigger",
      "rls/definer-too-powerful runs_anything procedure",
      "rls/invisible-column hidden api_key",
      "rls/invisible-column hidden_tenant tenant_id",
      "rls/no-check-option loose_notes",
      "rls/variable-decides said_notes",
      "rls/view-around-restriction all_notes",
      "schema/auto-increment-exhausted few id",
      "schema/not-transactional old",
      "schema/orphans children of_other",
      "schema/orphans children of_parent",
      "schema/partition-range-ends measured",
      "schema/partition-range-ends measured_columns",
      "schema/partition-range-ends numbered",
      "schema/utf8mb3 letters",
      "server/anonymous-account ''@nowhere",
      "server/can-become-administrator maker@nowhere",
      "server/can-become-administrator wide@%",
      "server/file-privilege file@nowhere",
      "server/grant-option granter@nowhere database",
      "server/host-names host@.example.com",
      "server/no-password empty@nowhere",
      ...(mariadb ? ["server/password-is-name named@nowhere"] : []),
      "server/process-privilege process@nowhere",
      "server/proxy proxy@nowhere admin@localhost",
      "server/remote-administrator admin@%",
      "server/rights-on-every-database wide@%",
      "server/wildcard-database wild@nowhere planted",
    ].filter((key) => folder !== "NULL" || !key.startsWith("server/file-privilege")).sort());
  });

  it("proves what it offers: attacks go through before and not after, and everybody keeps their own rows", { timeout: 120_000 }, async () => {
    const { session, names } = planted;
    const request = { scope: "full" as const, files: [], signal: never, largeTableRows: 1000, onProgress: () => undefined };
    const { catalog, findings } = await session.transaction("readOnly", () => lookAll(session, request));
    const { proofs, problems } = await prove(session, findings.filter(({ rule }) => /^rls\/|utf8mb3/.test(rule)), catalog, request);
    expect(problems).toEqual([]);
    const told = proofs.filter(({ attack, fix }) => attack !== "none" || fix.verdict !== "none").map(({ finding, attack, fix }) => `${shortKeys([finding], names)[0]}: ${attack}, ${fix.verdict}${"why" in fix ? ` as ${fix.why}` : ""}`);
    expect(proofs.find(({ finding }) => finding.rule === "schema/utf8mb3")?.finding.fix?.statements).toEqual([expect.stringMatching(/ TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin$/)]);
    expect(told.sort()).toEqual([
      "rls/base-table-granted notes reader@%: through, proven",
      "rls/column-grant-void people columns@%: through, none",
      "rls/invisible-column hidden api_key: through, none",
      "rls/no-check-option loose_notes: through, proven",
      "rls/view-around-restriction all_notes: through, none",
      "schema/utf8mb3 letters: none, proven",
    ]);
  });

  it("says of what it does not try why not", async () => {
    const whys = new Map(planted.session.audit.rules.map(({ id, untried }) => [id, untried]));
    const silent = (await look(planted.session, "rls")).findings.filter(({ rule, attacks, fix, untried }) => [attacks, fix, untried, whys.get(rule)].every((one) => one === undefined));
    expect([...new Set(silent.map(({ rule }) => rule))]).toEqual([]);
  });

  it("says of partitions and hidden columns what the server does", async () => {
    const { session } = planted;
    const told = new Map((await look(session, "schema")).findings.filter(({ rule }) => rule === "schema/partition-range-ends").map(({ object, severity, message }) => [object, { severity, message }]));
    for (const [table, row] of [["measured", "(1, '2026-02-01')"], ["measured_columns", "(1, '2026-02-01')"], ["numbered", "(200)"]] as const) {
      await expect(session.run(`INSERT INTO ${table} VALUES ${row}`)).rejects.toMatchObject({ code: "1526" });
      expect(told.get(table)?.message).toContain("error 1526");
    }
    expect([...told.values()].map(({ severity }) => severity)).toEqual(["error", "error", "warning"]);
    for (const [table, row] of [["measured_open", "(1, '2026-02-01')"], ["measured_later", "(1, '2026-02-01')"]] as const) await session.run(`INSERT INTO ${table} VALUES ${row}`);
    await session.run("INSERT INTO hidden_tenant VALUES (5)");
    expect((await session.run("SELECT tenant_id FROM hidden_tenant WHERE id = 5")).rows).toEqual([[1]]);
    expect((await session.run("SELECT * FROM hidden_tenant WHERE id = 5")).columns).toHaveLength(1);
  });

  it("looks at what its scope says alone", async () => {
    const rls = await look(planted.session, "rls");
    const schema = await look(planted.session, "schema");
    expect(new Set(rls.findings.map(({ rule }) => rule.split("/")[0]))).toEqual(new Set(["rls"]));
    expect(new Set(schema.findings.map(({ rule }) => rule.split("/")[0]))).toEqual(new Set(["schema"]));
  });

  it("tells what it may not see", async () => {
    const url = Object.assign(new URL(server.url), { username: `${planted.names.account}reader`, password, pathname: `/${planted.names.database}` });
    const low = await openSession(server.flavour, url.href);
    try {
      const { findings, unseen } = await look(low, "full");
      expect(unseen.find((text) => text.startsWith("accounts: "))).toMatch(/denied.*; grant the auditing account SELECT on the database mysql/);
      expect(findings.filter(({ rule }) => rule.startsWith("server/") && !/server\/(?:local-infile|secure-file-priv|no-password-rules|general-log)/.test(rule))).toEqual([]);
    } finally {
      await low.close();
    }
  });

  it("asks as many statements for one table as for many", async () => {
    const { session } = planted;
    const counted = async (): Promise<number> => {
      const before = await session.run("SHOW SESSION STATUS LIKE 'Questions'");
      await look(session, "full");
      const after = await session.run("SHOW SESSION STATUS LIKE 'Questions'");
      return Number(after.rows[0]?.[1]) - Number(before.rows[0]?.[1]);
    };
    const few = await counted();
    for (let at = 0; at < 12; at += 1) await session.run(`CREATE TABLE more_${at} (id int AUTO_INCREMENT PRIMARY KEY, p int, FOREIGN KEY (p) REFERENCES parents (id))`);
    expect(await counted()).toBe(few);
  });
});
