import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { audit, keysOf } from "../../audit/auditing.ts";
import { describeDialects } from "../../engines.ts";
import { useDatabase } from "../../fixture/harness.ts";

describeDialects("credentials in what only the server's own catalogs hold", ["postgresql"], (fixture) => {
  const harness = useDatabase(fixture);
  const mark = randomBytes(4).toString("hex");
  const secrets = ["Tr0ub4dor-mapped", "Tr0ub4dor-copied", "Tr0ub4dor-nightly", "Tr0ub4dor-setting", "Tr0ub4dor-served"] as const;
  const role = `wt_texts_${mark}`;

  beforeAll(async () => {
    const session = await harness.open();
    for (const sql of [
      `CREATE ROLE ${role}`, "CREATE FOREIGN DATA WRAPPER elsewhere",
      `CREATE SERVER reports FOREIGN DATA WRAPPER elsewhere OPTIONS (host 'db.shop.io', passphrase '${secrets[4]}')`, "CREATE SERVER open FOREIGN DATA WRAPPER elsewhere OPTIONS (host 'db.shop.io')",
      `CREATE USER MAPPING FOR PUBLIC SERVER reports OPTIONS (user 'reader', password '${secrets[0]}')`, "CREATE USER MAPPING FOR PUBLIC SERVER open OPTIONS (user 'reader')",
      `CREATE SUBSCRIPTION copied_${mark} CONNECTION 'host=db.shop.io dbname=shop user=copier password=${secrets[1]}' PUBLICATION all_tables WITH (connect = false)`,
      `CREATE SUBSCRIPTION trusted_${mark} CONNECTION 'host=db.shop.io dbname=shop user=copier passfile=/etc/copier.pgpass' PUBLICATION all_tables WITH (connect = false)`,
      "CREATE SCHEMA cron", "CREATE TABLE cron.job (jobid bigint PRIMARY KEY, schedule text, command text)",
      `INSERT INTO cron.job VALUES (1, '0 3 * * *', 'SELECT dblink_exec(''host=db.shop.io user=copier password=${secrets[2]}'', ''VACUUM'')'), (2, '0 4 * * *', 'DELETE FROM sessions WHERE password_reset < now()')`,
      `ALTER ROLE ${role} IN DATABASE "${session.facts.database}" SET "app.api_key" = '${secrets[3]}'`, `ALTER ROLE ${role} IN DATABASE "${session.facts.database}" SET search_path = public`,
    ]) await session.run(sql);
  });
  afterAll(async () => {
    const session = await harness.open();
    for (const name of [`copied_${mark}`, `trusted_${mark}`]) {
      await session.run(`ALTER SUBSCRIPTION ${name} SET (slot_name = NONE)`);
      await session.run(`DROP SUBSCRIPTION ${name}`);
    }
    await session.run(`DROP OWNED BY ${role}`);
    await session.run(`DROP ROLE ${role}`);
    await session.close();
  });

  test("are found where they stand, and told nowhere", async () => {
    const session = await harness.open();
    const report = await audit(session, { flags: { "no-witness": true } });
    const found = keysOf(report).filter((key) => key.startsWith("credentials/") && (/ on server | server | scheduled job /.test(key) || key.includes(mark))).map((key) => key.replace(/^credentials\/[\w-]+ /, ""));
    expect(found.map((key) => key.replace(/:? (?:a|an|the) .*$/, "")).sort()).toEqual([
      "foreign server reports options", "scheduled job 1 command", `settings of role ${role} in database ${session.facts.database} app.api_key`, `subscription copied_${mark} connection`, "user mapping of PUBLIC on server reports options",
    ]);
    for (const secret of secrets) expect(JSON.stringify(report)).not.toContain(secret);
  });

  test("are named as not looked at where the account may not read them", async () => {
    const session = await harness.open();
    await session.run(`GRANT USAGE ON SCHEMA public TO ${role}`);
    const report = await session.transaction("rollback", async () => {
      await session.run(`SET LOCAL ROLE ${role}`);
      return session.audit.look({ catalog: await session.catalog(), scope: "full", signal: new AbortController().signal });
    });
    expect(report.unseen.join("\n")).toMatch(/user mapping.*\n.*subconninfo.*\n.*cron\.job/);
    for (const secret of [secrets[0], secrets[1], secrets[2]]) expect(JSON.stringify(report.texts)).not.toContain(secret);
  });
});
