import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { commands, findCommand } from "../../../src/agent/commands.ts";
import { handlers } from "../../../src/agent/handlers.ts";
import { globalFlags } from "../../../src/cli/options.ts";

/** Rows of the agent card: name, arguments, description. */
const card = `
help||Show all available commands with descriptions
guide||Show comprehensive usage guide for this agent
yolo||Toggle permission mode (cycle: ask > auto > explore)
exit||Exit data-engineer mode
doc-out||Output complete document
execute-checklist|checklist|Run a DBA checklist (predeploy, rollback, design)
create-schema||Design database schema for a feature or domain
create-rls-policies||Design Row Level Security policies
create-migration-plan||Create migration strategy with phases and rollback
design-indexes||Design indexing strategy based on query patterns
model-domain||Conduct interactive domain modeling session
env-check||Validate database environment variables and connectivity
bootstrap||Scaffold database project structure
apply-migration|path|Run migration with automatic safety snapshot
dry-run|path|Test migration without committing changes
seed|path|Apply seed data safely (idempotent)
snapshot|label|Create labeled schema snapshot for rollback
rollback|snapshot-or-file|Restore a snapshot or run a rollback script
smoke-test|version|Run comprehensive database health and integrity tests
security-audit|scope|Database security audit (scope: rls, schema, or full)
analyze-performance|type query|Query performance analysis (type: query, hotpaths, or interactive)
policy-apply|table mode|Install RLS policy on table (mode: kiss or granular)
test-as-user|user-id|Emulate a specific user to validate RLS policies
verify-order|path|Lint DDL file ordering for dependency correctness
load-csv|table file|Safe CSV import via staging table then merge
run-sql|file-or-inline|Execute raw SQL within a transaction
setup-database|type|Interactive database project setup (postgresql, mongodb, mysql, sqlite)
research|topic|Generate deep research prompt for a database topic`.trim().split("\n").map((row) => row.split("|") as [string, string, string]);

describe("the registry", () => {
  it("holds the card's 28 commands in its order, with its descriptions", () => {
    expect(commands.map((entry) => [entry.name, entry.summary])).toEqual(card.map(([name, , summary]) => [name, summary]));
  });

  it.each(card.filter(([name]) => !["help", "doc-out"].includes(name)))("%s takes the card's arguments", (name, args) => {
    expect(findCommand(name)?.args.map((argument) => argument.name).join(" ")).toBe(args);
  });

  it("has a handler for every built command and for no other", () => {
    expect(Object.keys(handlers).sort()).toEqual(commands.filter((entry) => entry.built).map((entry) => entry.name).sort());
  });

  it("names every command in the manifest by its own id", () => {
    const manifest = JSON.parse(readFileSync(path.resolve(import.meta.dirname, "../../../package.json"), "utf8")) as { contributes: { commands: { command: string; title: string; category: string }[] } };
    for (const entry of commands) expect(manifest.contributes.commands).toContainEqual(expect.objectContaining({ command: entry.id, title: entry.title, category: "Data Engineer" }));
    expect(new Set(commands.map((entry) => entry.id)).size).toBe(28);
  });

  it("gives no command a flag that the command line takes for itself", () => {
    const taken = new Set(globalFlags.map((flag) => flag.name));
    for (const entry of commands) for (const flag of entry.flags) expect(taken.has(flag.name), `${entry.name} --${flag.name}`).toBe(false);
  });

  it("agrees on whether a flag of one name takes a value", () => {
    const values = new Map<string, boolean>();
    for (const flag of commands.flatMap((entry) => entry.flags)) {
      expect(values.get(flag.name) ?? flag.value !== undefined, flag.name).toBe(flag.value !== undefined);
      values.set(flag.name, flag.value !== undefined);
    }
  });

  it("documents the data of every built command", () => {
    for (const entry of commands.filter((one) => one.built)) expect(Object.keys(entry.data), entry.name).not.toHaveLength(0);
  });

  it("finds a command by name, by starred name and by id", () => {
    expect(findCommand("*dry-run")).toBe(findCommand("dataEngineer.dryRun"));
    expect(findCommand("dry-run")?.title).toBe("Dry-Run Migration");
  });
});
