import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const bootstrap = path.resolve(import.meta.dirname, "../../../scripts/bootstrap.mjs");
let home: string;
let project: string;

/** Runs the script in a project of its own, with an npm that empties node_modules as `npm ci` does. */
function run(): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const npm = path.join(home, "npm.cjs");
  writeFileSync(npm, 'require("node:fs").rmSync(require("node:path").join(process.cwd(), "node_modules", "package"), { recursive: true, force: true }); console.log("npm", process.argv[2]);');
  return spawnSync(process.execPath, ["scripts/bootstrap.mjs", "scripts/hello.mjs", "you"], { cwd: project, encoding: "utf8", env: { ...process.env, npm_execpath: npm } });
}

beforeEach(() => {
  home = realpathSync(mkdtempSync(path.join(tmpdir(), "de-bootstrap-")));
  project = path.join(home, "project");
  mkdirSync(path.join(project, "scripts"), { recursive: true });
  copyFileSync(bootstrap, path.join(project, "scripts", "bootstrap.mjs"));
  writeFileSync(path.join(project, "package-lock.json"), "{}");
  writeFileSync(path.join(project, "scripts", "hello.mjs"), 'console.log("hello", process.argv[2]);');
});

afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

describe("the bootstrap", () => {
  it("installs once what the lock file pins, then hands over", () => {
    expect(run()).toMatchObject({ status: 0, stdout: "hello you\n", stderr: expect.stringContaining("npm ci") as string });
    expect(run()).toMatchObject({ status: 0, stdout: "hello you\n", stderr: "" });
  });

  it("installs nothing through a link: the packages are another folder's", () => {
    const other = path.join(home, "other", "package");
    mkdirSync(other, { recursive: true });
    symlinkSync(path.dirname(other), path.join(project, "node_modules"), "dir");
    const { status, stderr } = run();
    expect(stderr).toMatch(/node_modules is a link to another folder, and npm ci would empty that folder\. Nothing was installed: remove the link, or run npm ci where it leads\.\n$/);
    expect([status, existsSync(other)]).toEqual([1, true]);
  });
});
