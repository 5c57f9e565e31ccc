import { describe, expect, it } from "vitest";
import { readOptions, wantedFormat } from "../../../src/cli/options.ts";

describe("readOptions", () => {
  it.each([
    [["dry-run", "m", "--url", "sqlite:a.db", "--to", "004"], { command: "dry-run", args: ["m"], flags: { to: "004" }, url: "sqlite:a.db" }],
    [["--url=sqlite:a.db", "dry-run", "--all", "m"], { command: "dry-run", args: ["m"], flags: { all: true }, url: "sqlite:a.db" }],
    [["run-sql", "-- a comment\nselect 1", "--yes"], { command: "run-sql", args: ["-- a comment\nselect 1"], flags: {}, yes: true }],
    [["run-sql", "--", "--x", "y"], { command: "run-sql", args: ["--x", "y"], flags: {} }],
    [["-y", "run-sql", "select -1"], { command: "run-sql", args: ["select -1"], yes: true }],
    [["help", "--nope=3"], { command: "help", flags: { nope: "3" } }],
    [["apply-migration", "m", "--to", "--yes"], { flags: { to: "" }, yes: true }],
    [["help", "-h"], { help: true }],
    [[], { command: undefined, args: [], format: "text", yes: false, allowDestructive: false }],
  ])("%j", (argv, expected) => {
    expect(readOptions(argv)).toMatchObject(expected);
  });
});

describe("wantedFormat", () => {
  it.each([
    [["help", "--format", "json"], "json"],
    [["help", "--format=sarif"], "sarif"],
    [["help", "--format", "xml"], "text"],
    [["help", "--format"], "text"],
    [["help"], "text"],
  ])("%j", (argv, format) => {
    expect(wantedFormat(argv)).toBe(format);
  });
});
