import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Cell } from "../../../../src/core/access/cell.ts";
import { tryName } from "../../../../src/core/access/cell.ts";
import { fingerprint } from "../../../../src/core/catalog/fingerprint.ts";
import type { ReportBody } from "../../../../src/core/report/report.ts";
import { testAsUser } from "../../../../src/commands/security/testAsUser.ts";
import { contextFor, runCommand } from "../../apply/context.ts";
import { makeWorkspace } from "../../apply/workspace.ts";
import { servers } from "../ddl/database.ts";
import { type AccessRig, accessRig } from "./rig.ts";
import { tenants } from "./schemas.ts";

/** By "public.invoices | tenant 7 | update own": verdict and mechanism. */
function cellsOf(report: ReportBody): Map<string, string> {
  const { cells } = report.data?.["matrix"] as unknown as { readonly cells: readonly Cell[] };
  return new Map(cells.map((cell) => [`${cell.object} | ${cell.identity} | ${tryName(cell)}`, `${cell.verdict} ${cell.mechanism ?? cell.code ?? ""}`.trim()]));
}

describe.each(servers)("test-as-user on $name, tenants by a setting", ({ url }) => {
  let rig: AccessRig;
  let place: Awaited<ReturnType<typeof makeWorkspace>>;
  beforeAll(async () => {
    rig = await accessRig(url);
    await rig.script(tenants);
    place = await makeWorkspace({});
  });
  afterAll(async () => {
    await place.remove();
    await rig.drop();
  });
  const run = (flags: Record<string, string | true> = {}, user = "7"): Promise<ReportBody> => runCommand(testAsUser, contextFor(place.files, rig.session), { "user-id": user }, flags);

  test("finds how the application tells who asks, makes the rows that are needed, and leaves nothing", async () => {
    const before = [fingerprint(await rig.session.catalog()), [...(await rig.session.countRows())]];
    const report = await run();
    expect([fingerprint(await rig.session.catalog()), [...(await rig.session.countRows())]]).toEqual(before);
    const cells = cellsOf(report);
    expect([...cells].filter(([, verdict]) => verdict.startsWith("error"))).toEqual([]);
    const told = (name: string): string | undefined => cells.get(name);
    expect({
      own: told("public.invoices | tenant 7 | select own"), others: told("public.invoices | tenant 7 | select otherTenant"),
      plant: told("public.invoices | tenant 7 | insert otherTenant"), move: told("public.invoices | tenant 7 | changeOwner otherTenant"),
      child: told("public.lines | tenant 7 | update own"), otherChild: told("public.lines | tenant 7 | delete otherTenant"),
      view: told("public.totals | tenant 7 | select own"), otherView: told("public.totals | tenant 7 | select otherTenant"),
      nobody: told("public.invoices | nobody | select otherTenant"), closed: told("public.units | tenant 7 | insert"),
    }).toEqual({
      own: "allowed policy", others: "denied using", plant: "denied check", move: "denied check", child: "allowed policy", otherChild: "denied using",
      view: "allowed policy", otherView: "denied using", nobody: "denied using", closed: "denied grant",
    });
    expect(report.findings?.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(report.data?.["control"]).toMatchObject({ stood: [], failed: [] });
  });

  test("each cell opens its witness: what was executed, on which row, what each policy said", async () => {
    const report = await run({ tables: "invoices" });
    const witnesses = report.data?.["witnesses"] as unknown as Record<string, readonly { readonly title: string }[]>;
    const { cells } = report.data?.["matrix"] as unknown as { readonly cells: readonly (Cell & { readonly witness: string })[] };
    expect(cells.every((cell) => witnesses[cell.witness] !== undefined)).toBe(true);
    expect(witnesses["public.invoices | tenant 7 | select own"]?.map(({ title }) => title)).toEqual(["Executed", "Came back", "The row", "What each policy said"]);
  });

  test("a saved specification passes again, and tells cell by cell what a changed policy changes", async () => {
    await run({ save: "access.json", tables: "invoices,lines" });
    expect(await readFile(place.files.absolute("access.json"), "utf8")).not.toContain("ann@example.com");
    const again = await run({ spec: "access.json" });
    expect([again.status, again.data?.["differences"]]).toEqual(["passed", []]);
    await rig.script("ALTER POLICY invoices_own ON invoices USING (true);");
    try {
      const changed = await run({ spec: "access.json" });
      expect(changed.status).toBe("failed");
      expect(changed.findings?.filter(({ rule }) => rule === "access/differs").map(({ message }) => message)).toContain("public.invoices: tenant, select otherTenant should be denied and is allowed.");
    } finally {
      await rig.script("ALTER POLICY invoices_own ON invoices USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::integer AND state IN ('open', 'paid'));");
    }
  });

  test("policies weakened part by part are noticed, and the part that no test sees is named", async () => {
    const report = await run({ mutate: true, tables: "customers,invoices,lines" });
    const mutants = report.data?.["mutants"] as unknown as readonly { readonly of: string; readonly part: string; readonly verdict: string }[];
    expect(mutants.map(({ of, verdict }) => `${of} ${verdict}`)).toEqual([
      "public.customers: policy customers_own USING noticed", "public.invoices: policy invoices_own USING noticed", "public.invoices: policy invoices_own USING survived", "public.lines: policy lines_own USING noticed",
    ].map((line) => expect.stringMatching(new RegExp(`^${line}`)) as unknown as string));
  });

  test("an id that no column could hold is refused before anything runs", async () => {
    await expect(run({}, "seven")).rejects.toMatchObject({ kind: "usage", message: expect.stringContaining("is of type integer") as string });
  });

  test("a connection that only reads tries reading on rows that are there, and says so", async () => {
    const reading = await rig.engine.connect({ url: rig.url, cwd: process.cwd(), readOnly: true, timeouts: { connect: 10_000, lock: 5000, statement: 30_000, idleInTransaction: 60_000 }, signal: new AbortController().signal });
    try {
      const report = await runCommand(testAsUser, contextFor(place.files, reading), { "user-id": "7" });
      const cells = cellsOf(report);
      expect([...cells.keys()].every((name) => / select/.test(name))).toBe(true);
      expect(cells.get("public.customers | tenant 7 | select own")).toBe("allowed policy");
      expect(report.summary).toContain("only reads");
    } finally {
      await reading.close();
    }
  });

  test("a production connection asks first", async () => {
    const asked = contextFor(place.files, rig.session, { declines: true });
    await expect(runCommand(testAsUser, { ...asked, context: { ...asked.context, role: "production" } }, { "user-id": "7" })).rejects.toMatchObject({ reason: "declined" });
    expect(asked.questions.map(({ title }) => title)).toEqual(["Test on a production connection?"]);
  });

  test("a run that is killed in the middle leaves nothing", async () => {
    const before = [...(await rig.session.countRows())];
    const other = await rig.engine.connect({ url: rig.url, cwd: process.cwd(), readOnly: false, timeouts: { connect: 10_000, lock: 5000, statement: 30_000, idleInTransaction: 60_000 }, signal: new AbortController().signal });
    const pid = Number((await other.run("SELECT pg_backend_pid()")).rows[0]?.[0]);
    const asked = contextFor(place.files, other, { onProgress: (message) => void (message.startsWith("Trying what was denied") && rig.session.run(`SELECT pg_terminate_backend(${pid})`)) });
    await expect(runCommand(testAsUser, asked, { "user-id": "7" })).rejects.toMatchObject({ kind: "connection" });
    await other.close();
    expect([...(await rig.session.countRows())]).toEqual(before);
  });
});
