import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { workspaceTexts } from "../../../src/core/audit/credentials/workspaceTexts.ts";
import { WorkspaceFiles } from "../../../src/core/files/workspaceFiles.ts";

const files: Readonly<Record<string, string>> = {
  ".env": "A=1", ".gitignore": ".env\nlocal/\n", "local/settings.json": "{}", "migrations/001.up.sql": "SELECT 1", "config/database.js": "x", "src/main.js": "x", "seeds/users.ts": "x",
  "node_modules/pg/config.json": "{}", "package-lock.json": "{}", "docker-compose.yml": "a: 1", "big.json": "x".repeat(600_000), "empty.sql": "", "docs/readme.md": "x",
};

async function workspace(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "workspace-texts-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  await writeFile(path.join(folder, "binary.sql"), Buffer.from([1, 0, 2]));
  return folder;
}

async function names(folder: string): Promise<(string | undefined)[]> {
  return (await searched(folder)).texts.map(({ file }) => file);
}

const searched = (folder: string): ReturnType<typeof workspaceTexts> => workspaceTexts(new WorkspaceFiles(folder), new AbortController().signal);

const seen = ["config/database.js", "docker-compose.yml", "migrations/001.up.sql", "seeds/users.ts"];

it("reads settings, scripts and migrations, and leaves out packages, locks, what is large and what is no text", async () => {
  expect(await names(await workspace())).toEqual([".env", ...seen.slice(0, 2), "local/settings.json", ...seen.slice(2)]);
});

it("leaves out what git ignores, where a secret belongs", async () => {
  const folder = await workspace();
  execFileSync("git", ["init", "-q"], { cwd: folder });
  expect(await names(folder)).toEqual(seen);
});

it("runs nothing that the repository asks for", async () => {
  const folder = await workspace();
  execFileSync("git", ["init", "-q"], { cwd: folder });
  execFileSync("git", ["config", "core.fsmonitor", `touch ${path.join(folder, "ran")}; false`], { cwd: folder });
  expect(await names(folder)).toEqual(seen);
  expect(await new WorkspaceFiles(folder).kind("ran")).toBeNull();
});

it("says how many files it left out, and for which limit", async () => {
  const folder = await workspace();
  expect((await searched(folder)).leftOut).toEqual(["1 file of the workspace above 512 KiB was not searched for credentials. Search it with a scanner for files."]);
  for (let at = 0; at < 51; at++) await writeFile(path.join(folder, `seed-${at}.sql`), "x".repeat(500_000));
  expect((await searched(folder)).leftOut).toEqual([expect.stringMatching(/^1 file /), "1 file of the workspace was not searched for credentials: an audit reads 24 MiB of files. Search it with a scanner for files."]);
});

it("says which folders it did not go into", async () => {
  const folder = await workspace();
  const deep = path.join(folder, ...Array.from({ length: 13 }, (_, at) => `d${at}`));
  await mkdir(deep, { recursive: true });
  await writeFile(path.join(deep, "late.sql"), "SELECT 1");
  expect((await searched(folder)).leftOut.at(-1)).toMatch(/^1 folder of the workspace, and what lies in it, was not searched for credentials: an audit looks 12 folders deep/);
  execFileSync("git", ["init", "-q"], { cwd: folder });
  expect((await searched(folder)).leftOut).toEqual([expect.stringMatching(/^1 file of the workspace above 512 KiB/)]);
});
