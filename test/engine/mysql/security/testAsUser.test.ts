import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testAsUser } from "../../../../src/commands/security/testAsUser.ts";
import type { Cell } from "../../../../src/core/access/cell.ts";
import { tryName } from "../../../../src/core/access/cell.ts";
import type { ReportBody } from "../../../../src/core/report/report.ts";
import type { Session } from "../../../../src/engines/engine.ts";
import { contextFor, runCommand } from "../../apply/context.ts";
import { makeWorkspace } from "../../apply/workspace.ts";
import { openSession, servers } from "../ddl/database.ts";

/** A view of own rows before a table, one whose second condition no test tells from none, and one that nobody can write; `ACCOUNT` may use them. */
const objects = [
  "CREATE TABLE notes (id int AUTO_INCREMENT PRIMARY KEY, owner varchar(80) NOT NULL, body varchar(80))",
  "CREATE VIEW own_notes AS SELECT * FROM notes WHERE owner = SUBSTRING_INDEX(USER(), '@', 1) AND coalesce(body, '') <> 'hidden' WITH CASCADED CHECK OPTION",
  "CREATE VIEW note_counts AS SELECT owner, count(*) AS n FROM notes WHERE owner = SUBSTRING_INDEX(USER(), '@', 1) GROUP BY owner",
  "GRANT SELECT, INSERT, UPDATE, DELETE ON own_notes TO ACCOUNT", "GRANT SELECT ON note_counts TO ACCOUNT",
];

describe.each(servers)("test-as-user on $flavour", (server) => {
  const suffix = randomBytes(3).toString("hex");
  const account = `'acc${suffix}'@'%'`;
  const database = `wt_access_${suffix}`;
  let admin: Session;
  let session: Session;
  let place: Awaited<ReturnType<typeof makeWorkspace>>;
  beforeAll(async () => {
    admin = await openSession(server.flavour, server.url);
    await admin.run(`CREATE DATABASE ${database}`);
    await admin.run(`CREATE USER ${account} IDENTIFIED BY 'Access-4-pass!'`);
    session = await openSession(server.flavour, Object.assign(new URL(server.url), { pathname: `/${database}` }).href);
    for (const sql of objects) await session.run(sql.replace("ACCOUNT", account));
    place = await makeWorkspace({});
  });
  afterAll(async () => {
    await session.close();
    await admin.run(`DROP DATABASE ${database}`);
    await admin.run(`DROP USER ${account}`);
    await admin.close();
    await place.remove();
  });
  const run = (flags: Record<string, string | true>): Promise<ReportBody> => runCommand(testAsUser, contextFor(place.files, session), { "user-id": `acc${suffix}` }, flags);
  const cellsOf = (report: ReportBody): Map<string, string> => {
    const { cells } = report.data?.["matrix"] as unknown as { readonly cells: readonly Cell[] };
    return new Map(cells.filter(({ identity }) => identity.startsWith("acc")).map((cell) => [`${cell.object} ${tryName(cell)}`, `${cell.verdict} ${cell.mechanism ?? cell.message ?? ""}`]));
  };

  it("tries own rows and those of others, through views too, and leaves out what nobody can do", async () => {
    const cells = cellsOf(await run({}));
    expect(Object.fromEntries([...cells].filter(([name]) => name.startsWith("own_notes") && !name.includes("insertReturning")))).toEqual({
      "own_notes select own": "allowed policy", "own_notes select foreign": "denied using", "own_notes insert own": "allowed policy", "own_notes insert foreign": "denied check",
      "own_notes update own": "allowed policy", "own_notes update foreign": "denied using", "own_notes changeOwner own": "denied check", "own_notes takeOver foreign": "denied using",
      "own_notes delete own": "allowed policy", "own_notes delete foreign": "denied using",
    });
    expect([...cells.keys()].filter((name) => name.startsWith("note_counts"))).toEqual(["note_counts select own", "note_counts select foreign"]);
    expect(cells.get("notes select foreign")).toBe("denied grant");
    expect([...cells.keys()].some((name) => name.includes("insertReturning"))).toBe(server.flavour === "mariadb");
  });

  it("weakens the views part by part, and names the part that no test notices", async () => {
    const report = await run({ mutate: true, tables: "own_notes" });
    const mutants = report.data?.["mutants"] as unknown as readonly { readonly part: string; readonly verdict: string; readonly how: string | null }[];
    expect(mutants.map(({ part, verdict }) => [part.replaceAll(/[`()]/g, "").replace(/.*hidden.*/, "hidden").replace(/.*owner.*/, "owner"), verdict])).toEqual([["owner", "noticed"], ["hidden", "survived"], ["WITH CASCADED CHECK OPTION", "noticed"]]);
    expect(mutants[0]?.how).toContain("denied → allowed");
    expect(report.summary).toContain("2 of 3 weakened policies were noticed.");
    expect(report.findings?.filter(({ rule }) => rule === "access/unnoticed")).toHaveLength(1);
  });

  it("leaves the database as it was", async () => {
    expect((await session.run("SELECT (SELECT count(*) FROM notes), (SELECT count(*) FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE 'data\\_engineer\\_shadow\\_%' AND SCHEMA_NAME LIKE CONCAT('%', DATABASE(), '%'))")).rows.flat().map(Number)).toEqual([0, 0]);
  });
});
