import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it, vi } from "vitest";
import { run } from "../../../src/agent/agent.ts";
import { commands } from "../../../src/agent/commands.ts";
import { serverKinds } from "../../../src/agent/profiles/serverKinds.ts";
import { transcriptOf } from "../../../src/agent/transcript.ts";
import { fakeHost } from "./fakeHost.ts";

const call = (command: string, args: readonly string[] = [], flags: Record<string, string | true> = {}) => ({ command, args, flags });

describe("run", () => {
  it("names the nearest command for an unknown one", async () => {
    const { report, exitCode } = await run(call("*drn-run", ["x"]), fakeHost());
    expect(exitCode).toBe(2);
    expect(report).toMatchObject({ command: "drn-run", status: "failed", data: { error: { kind: "usage", reason: "unknownCommand", next: "Did you mean dry-run?" } } });
  });

  it.each(commands.filter((entry) => !entry.built).map((entry) => entry.name))("says that %s is not built, whatever its arguments", async (name) => {
    const { report, exitCode } = await run(call(name), fakeHost());
    expect(report.data["error"]).toMatchObject({ kind: "unsupported", reason: "notBuilt" });
    expect(exitCode).toBe(1);
  });

  it.each([
    ["dry-run", [], {}, "missingArgument"],
    ["dry-run", ["a", "b"], {}, "badArgument"],
    ["dry-run", ["a"], { too: true }, "badArgument"],
    ["dry-run", ["a"], { to: true }, "missingArgument"],
    ["dry-run", ["a"], { all: "yes" }, "badArgument"],
    ["run-sql", ["select 1"], { page: "0" }, "badArgument"],
    ["run-sql", ["  "], {}, "missingArgument"],
    ["apply-migration", ["a"], { resume: "stop" }, "badArgument"],
  ] as const)("checks %s %j %j", async (name, args, flags, reason) => {
    const { report, exitCode } = await run(call(name, args, flags), fakeHost());
    expect(report.data["error"]).toMatchObject({ kind: "usage", reason });
    expect(exitCode).toBe(2);
  });

  it("runs nothing that needs trust in an untrusted workspace", async () => {
    for (const entry of commands.filter((one) => one.built && one.needs.includes("trust"))) {
      const host = fakeHost({ trusted: false });
      const { report, exitCode } = await run(call(entry.name, entry.args.map((argument) => argument.choices?.[0] ?? "a")), host);
      expect(report, entry.name).toMatchObject({ status: "refused", data: { error: { reason: "untrusted" } } });
      expect(exitCode).toBe(3);
      expect(host.connectionsAsked).toBe(0);
    }
  });

  it("asks for no connection in an untrusted workspace where a command may run without one", async () => {
    const host = fakeHost({ trusted: false });
    for (const args of [["query", "SELECT 1"], ["hotpaths"]]) expect((await run(call("analyze-performance", args), host)).report, args[0]!).toMatchObject({ status: "refused", data: { error: { reason: "untrusted" } } });
    expect(host.connectionsAsked).toBe(0);
  });

  it.each(["apply-migration", "rollback"])("refuses %s in explore mode before it asks for a connection", async (name) => {
    const host = fakeHost({ startMode: "explore" });
    const { report, exitCode } = await run(call(name, ["x"]), host);
    expect(report).toMatchObject({ status: "refused", data: { error: { reason: "exploreMode" } } });
    expect(exitCode).toBe(3);
    expect(host.connectionsAsked).toBe(0);
  });

  it("says how to give a connection where none is known", async () => {
    const { report, exitCode } = await run(call("smoke-test"), fakeHost());
    expect(report.data["error"]).toMatchObject({ kind: "usage", reason: "noConnection" });
    expect(exitCode).toBe(2);
  });

  it("moves the mode with yolo and ends with exit", async () => {
    const host = fakeHost();
    expect((await run(call("yolo"), host)).report.data).toMatchObject({ mode: "auto", previous: "ask" });
    expect(host.mode()).toBe("auto");
    expect((await run(call("exit"), host)).report.data).toMatchObject({ ended: true, ran: 1 });
  });

  it("keeps secrets out of a command that was mistyped, and out of the transcript", async () => {
    const host = fakeHost();
    const { report } = await run(call("postgres://bob:s3cretpw@h/db"), host);
    expect(JSON.stringify(report)).not.toContain("s3cretpw");
    expect(JSON.stringify(transcriptOf(host.cwd).entries)).not.toContain("s3cretpw");
  });

  it.each(Object.values(serverKinds).map(({ engine, passwordVariable }) => [engine, passwordVariable]))("keeps the password that %s's own tools read from %s out of everything", async (_engine, variable) => {
    vi.stubEnv(variable, "only-in-a-variable");
    const host = fakeHost({ connection: () => Promise.resolve({ name: "x", url: "sqlite:none.db", role: "development" }) });
    const { report } = await run(call("run-sql", ["only-in-a-variable.sql"]), host);
    vi.unstubAllEnvs();
    expect(report.summary).toContain("***.sql");
    expect(JSON.stringify([report, host.logged])).not.toContain("only-in-a-variable");
  });

  it("answers a cancelled run with 130", async () => {
    const controller = new AbortController();
    controller.abort();
    const host = fakeHost({ signal: controller.signal, connection: () => Promise.resolve({ name: "x", url: "sqlite:none.db", role: "development" }) });
    const { report, exitCode } = await run(call("smoke-test"), host);
    expect(report.status).toBe("cancelled");
    expect(exitCode).toBe(130);
  });

  it("reports an unexpected error without its stack", async () => {
    const host = fakeHost({ connection: () => Promise.reject(new TypeError("broken")) });
    const { report, exitCode } = await run(call("smoke-test"), host);
    expect(report).toMatchObject({ status: "failed", data: { error: { kind: "internal", reason: "unexpected", message: "broken" } } });
    expect(exitCode).toBe(1);
    expect(host.logged).toEqual([]);
  });
});

describe("doc-out", () => {
  it("writes what the session ran, and only over its own document", async () => {
    const host = fakeHost();
    await run(call("help", ["dry-run"]), host);
    const { report } = await run(call("doc-out", ["notes.md"]), host);
    expect(report).toMatchObject({ status: "passed", files: ["notes.md"] });
    const written = readFileSync(path.join(host.cwd, "notes.md"), "utf8");
    expect(written).toContain("`*help dry-run`");
    expect(written).toBe(report.data["document"]);
    expect((await run(call("doc-out", ["notes.md"]), host)).report.status).toBe("passed");
    writeFileSync(path.join(host.cwd, "mine.md"), "# Mine\n");
    expect((await run(call("doc-out", ["mine.md"]), host)).exitCode).toBe(2);
    expect(readFileSync(path.join(host.cwd, "mine.md"), "utf8")).toBe("# Mine\n");
  });
});
