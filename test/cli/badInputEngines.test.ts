import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Report } from "../../src/core/report/report.ts";
import { loadEngine } from "../../src/engines/load.ts";
import { describeEveryEngine } from "../engine/engines.ts";
import type { FreshDatabase } from "../engine/fixture/fixture.ts";
import { cliReport, workspace } from "./cli.ts";

const next = (report: Report): string => (report.data["error"] as { readonly next?: string } | undefined)?.next ?? "";

describeEveryEngine("bad input", (fixture) => {
  const { words } = fixture;
  const { broken, newer } = fixture.sql;
  const file = (name: string): string => `${name}${words.ending}`;
  let database: FreshDatabase;
  let folder: string;
  const url = (): string => database.url.replace(/^sqlite:/, `sqlite:${database.cwd}/`);
  const run = (args: readonly string[], to = url()) => cliReport([...args, "--url", to, "--cwd", folder]);

  beforeAll(async () => {
    database = await fixture.freshDatabase();
    const good = words.script([words.createTable("a", { id: "integer" })]);
    folder = await workspace({
      "other.db": "",
      [file("empty")]: "",
      [file("blank")]: " \n\t\n",
      [file("binary")]: Buffer.from([0x53, 0x00, 0xff, 0x01]),
      [file("utf16")]: Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(good, "utf16le")]),
      [file("latin1")]: Buffer.from(good.replace("a", "caf\xe9"), "latin1"),
      [file("syntax")]: broken.text,
      [file("template")]: words.script([words.createTable("{{ name }}", { id: "integer" })]).replace('"{{ name }}"', "{{ name }}"),
      "nothing/readme.md": "no migrations here\n",
      [`migrations/001_a.up${words.ending}`]: good,
      [`migrations/001_a.down${words.ending}`]: words.script([words.dropTable("a")]),
    });
  });
  afterAll(() => database.drop());

  const files: readonly (readonly [name: string, reason: string, advice: RegExp])[] = [
    ["missing", "missing", /Check the path/],
    ["empty", "empty", /at least one/],
    ["blank", "empty", /at least one/],
    ["binary", "binary", /Name a text file/],
    ["utf16", "encoding", /UTF-8/],
    ["latin1", "encoding", /UTF-8/],
    ["template", "template", /Fill the template in/],
  ];

  it.each(["run-sql", "dry-run", "apply-migration"])("%s says what a file that cannot serve is, and what to do", async (command) => {
    await Promise.all(files.map(async ([name, reason, advice]) => {
      const { code, report } = await run([command, file(name)]);
      expect(report.data["error"], name).toMatchObject({ kind: "file", reason, file: file(name), next: expect.stringMatching(advice) as string });
      expect(code, name).toBe(1);
    }));
  });

  it("says that a folder holds no migrations", async () => {
    const { code, report } = await run(["dry-run", "nothing"]);
    expect(report.data["error"]).toMatchObject({ kind: "file", reason: "noMigrations", next: expect.stringMatching(/Name a folder/) as string });
    expect(code).toBe(1);
  });

  it("says line and column of a syntax error, before anything of the file runs", async () => {
    const at = { file: file("syntax"), severity: "error", range: expect.objectContaining({ start: { line: broken.line, character: broken.character } }) as unknown };
    const engine = await loadEngine(fixture.dialect);
    // MySQL's grammar is known to its server alone.
    const withoutServer = engine.analyse(engine.split(broken.text)).problems.length > 0 ? [run(["verify-order", file("syntax")])] : [];
    expect(withoutServer.length > 0 || fixture.name === "mysql" || fixture.name === "mariadb").toBe(true);
    for (const { code, report } of await Promise.all([run(["run-sql", file("syntax"), "--yes"]), run(["dry-run", file("syntax")]), run(["apply-migration", file("syntax"), "--yes"]), ...withoutServer])) {
      expect(report.findings, report.command).toEqual(expect.arrayContaining([expect.objectContaining(at)]));
      expect(code, report.command).toBe(1);
    }
  });

  /** By the reason why there is no connection. */
  const advice: Readonly<Record<string, RegExp>> = {
    authentication: /^(?:Correct the user name or the password)/,
    unknownDatabase: /^(?:Correct the database's name, or create it first\.$|Check the path)/,
    notADatabase: /^(?:Check the path|Name the database file)/,
    unreachable: /^(?:Start the server, or correct host and port|Check host and port, and that the server is running|Check the spelling of the host)/,
    tls: /./,
  };

  it("says why a connection cannot be had, with 4, and never a secret", async () => {
    const bad = fixture.badUrls(database).map((one) => ({ ...one, url: one.url.replace(/^sqlite:/, `sqlite:${database.cwd}/`) }));
    expect(bad.length).toBeGreaterThan(3);
    await Promise.all(bad.map(async (one) => {
      const { code, report, stderr } = await run(["smoke-test"], one.url);
      expect(report.data["error"], one.reason).toMatchObject({ kind: "connection", reason: one.reason });
      expect(next(report), one.reason).toMatch(advice[one.reason]!);
      expect(code).toBe(4);
      for (const secret of fixture.secrets) expect(JSON.stringify(report) + stderr).not.toContain(secret);
    }));
  });

  it("does not restore a snapshot that was changed, or that is another engine's", async () => {
    const taken = await run(["snapshot", "changed"]);
    expect(taken.code, taken.report.summary).toBe(0);
    const place = path.join(folder, String(taken.report.data["path"]));
    const schema = (await readdir(place)).find((name) => name.startsWith("schema."))!;
    await writeFile(path.join(place, schema), `${await readFile(path.join(place, schema), "utf8")} `);
    const changed = await run(["rollback", "changed", "--yes", "--allow-destructive"]);
    expect(changed.report.data["error"]).toMatchObject({ kind: "snapshot", reason: "checksum", next: expect.stringMatching(/Use another snapshot/) as string });
    expect(changed.code).toBe(1);
    if (fixture.dialect === "sqlite") return;
    expect((await run(["snapshot", "foreign"], "sqlite:other.db")).code).toBe(0);
    const foreign = await run(["rollback", "foreign", "--yes", "--allow-destructive"]);
    expect(foreign.report.data["error"]).toMatchObject({ kind: "snapshot", reason: "otherEngine", next: expect.stringContaining("Connect to the sqlite database") as string });
    expect(foreign.code).toBe(1);
  });

  if (newer !== undefined) {
    it("tells what this server does not know before anything of it runs", async () => {
      await writeFile(path.join(folder, file("newer")), words.script([words.createTable("made_before", { id: "integer", v: "integer" }), newer("made_before")]));
      for (const { code, report } of await Promise.all([run(["dry-run", file("newer")]), run(["apply-migration", file("newer"), "--yes"])])) {
        expect(report.findings.map((finding) => finding.rule), report.summary).toContain("dialect/refused");
        expect(code).toBe(1);
      }
      const { report } = await run(["run-sql", words.mustExist("made_before")]);
      expect(report.data["error"]).toMatchObject({ reason: "undefinedObject" });
    });
  }
});
