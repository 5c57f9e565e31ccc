import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { findNode, findWorker } from "../../../src/engines/sqlite/child/nodeBinary.ts";
import type { Host } from "../../../src/engines/sqlite/child/nodeBinary.ts";

const root = mkdtempSync(path.join(os.tmpdir(), "data-engineer-test-"));
afterEach(() => rmSync(root, { recursive: true, force: true }));

const host: Host = { napi: 9, node: "20.20.2", execPath: "/usr/bin/node", electron: false, env: {}, folder: path.join(root, "dist", "chunks") };

test("the running Node is taken when it can carry the driver, Electron as Node", () => {
  expect(findNode({ ...host, napi: 10, env: { DATA_ENGINEER_NODE: "/other" } })).toEqual({ file: "/usr/bin/node", env: {} });
  expect(findNode({ ...host, napi: 10, electron: true, execPath: "/code" })).toEqual({ file: "/code", env: { ELECTRON_RUN_AS_NODE: "1" } });
});

test("an old one gives way to the one that is named, then to the package's, else says what is needed", () => {
  expect(findNode({ ...host, env: { DATA_ENGINEER_NODE: "/opt/node" } })).toEqual({ file: "/opt/node", env: {} });
  expect(() => findNode({ ...host, env: { DATA_ENGINEER_NODE: "" } })).toThrow(expect.objectContaining({ kind: "connection", reason: "driverMissing", message: expect.stringContaining("20.20.2"), next: expect.stringContaining("DATA_ENGINEER_NODE") }));
  const file = path.join(root, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, "");
  expect(findNode(host)).toEqual({ file, env: {} });
});

test("from source, the worker is the source", () => {
  expect(findWorker()).toBe(path.resolve("src/engines/sqlite/worker.ts"));
});
