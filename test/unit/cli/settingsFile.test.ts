import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { readSettings } from "../../../src/cli/settingsFile.ts";

async function workspaceWith(text: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "settings-"));
  await mkdir(path.join(folder, ".data-engineer"));
  await writeFile(path.join(folder, ".data-engineer/settings.json"), text);
  return folder;
}

test("comments, trailing commas and a byte order mark are taken as VS Code takes them", async () => {
  const setting = await readSettings(await workspaceWith('\uFEFF{\n  // how long\n  "timeouts": { "lock": 5, /* "lock": 6, */ },\n  "url": "a // b, ]",\n}\n'));
  expect(setting("timeouts.lock")).toBe(5);
  expect(setting("url")).toBe("a // b, ]");
  expect(setting("timeouts.statement")).toBeUndefined();
});

test("what is not JSON is named with its line and column", async () => {
  await expect(readSettings(await workspaceWith('{\n  "timeouts": { "lock" 5 }\n}'))).rejects.toMatchObject({
    reason: "unreadable", file: ".data-engineer/settings.json", message: ".data-engineer/settings.json is not JSON: a colon is missing in line 2, column 24.", next: "Mend the file, or remove it.",
    range: { start: { line: 1, character: 23 } },
  });
  await expect(readSettings(await workspaceWith('{ "a": 1 } trailing'))).rejects.toMatchObject({ reason: "unreadable" });
});
