import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeDialects } from "../engines.ts";
import { useDatabase } from "../fixture/harness.ts";
import { audit, witnessOf } from "./auditing.ts";

describeDialects("an audit by somebody without rights", ["postgresql", "mysql", "mariadb"], (fixture) => {
  const harness = useDatabase(fixture);
  const who = `wt_poor_${randomBytes(4).toString("hex")}`;
  const postgresql = fixture.dialect === "postgresql";
  const account = postgresql ? who : `'${who}'@'%'`;
  let url = "";

  beforeAll(async () => {
    const session = await harness.open();
    await session.run(fixture.words.createTable("kept", { id: "integer", v: "integer" }));
    const made = new URL(harness.database.url);
    const database = decodeURIComponent(made.pathname.slice(1));
    for (const sql of postgresql ? [`CREATE ROLE ${who} LOGIN PASSWORD 'poor-Pa55'`] : [`CREATE USER ${account} IDENTIFIED BY 'poor-Pa55'`, `GRANT SELECT ON \`${database}\`.kept TO ${account}`]) await session.run(sql);
    url = Object.assign(made, { username: who, password: "poor-Pa55" }).href;
  });

  afterAll(async () => {
    const session = await harness.open();
    await session.run(postgresql ? `DROP ROLE ${who}` : `DROP USER ${account}`);
    await session.close();
  });

  for (const flags of [{ "no-witness": true as const }, { witness: true as const }]) {
    test(`ends with a report, and says what it could not do (${Object.keys(flags)[0]!})`, async () => {
      const session = await harness.open({ url });
      const report = await audit(session, { flags });
      expect(report.summary).not.toBe("");
      expect((report.findings ?? []).filter((finding) => finding.fix?.proven === true && !witnessOf(report).run)).toEqual([]);
      expect(await session.run("SELECT 1")).toMatchObject({ rowCount: 1 });
      if (!postgresql) expect(report.data?.["unseen"]).not.toEqual([]);
    });
  }
});
