import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { root } from "../machine/process.ts";

const files = path.join(root, "scripts", "sample");

/** An empty SQLite database, a dozen migrations and the settings that name both. */
function makeWorkspace(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.join(folder, ".vscode"), { recursive: true });
  cpSync(path.join(files, "migrations"), path.join(folder, "migrations"), { recursive: true });
  new Database(path.join(folder, "shop.db")).exec("PRAGMA journal_mode = WAL").close();
  const settings = { "dataEngineer.connections": [{ name: "Shop", engine: "sqlite", path: "shop.db", role: "development" }], "dataEngineer.activeConnection": "Shop" };
  writeFileSync(path.join(folder, ".vscode", "settings.json"), `${JSON.stringify(settings, null, 2)}\n`);
}

/** The workspace with its first five migrations applied by the built command line, tens of thousands of rows, then the migrations up to `upTo`. Returns the rows of each table. */
export function prepareShop(folder: string, upTo = "005"): Readonly<Record<string, number>> {
  makeWorkspace(folder);
  applyUpTo(folder, "005");
  const rows = fillShop(folder);
  if (upTo !== "005") applyUpTo(folder, upTo);
  return rows;
}

function applyUpTo(folder: string, version: string): void {
  const done = spawnSync(process.execPath, [path.join(root, "dist", "cli.js"), "apply-migration", "migrations", "--to", version, "--yes", "--url", "sqlite:shop.db"], { cwd: folder, encoding: "utf8" });
  if (done.status !== 0) throw new Error(`The sample's migrations up to ${version} could not be applied:\n${done.stdout}${done.stderr}`);
}

/** Fills the shop with tens of thousands of rows; its first five migrations must be applied. */
function fillShop(folder: string): Readonly<Record<string, number>> {
  const database = new Database(path.join(folder, "shop.db"));
  database.transaction(() => database.exec(readFileSync(path.join(files, "seed.sql"), "utf8")))();
  const count = (table: string): number => database.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
  const rows = Object.fromEntries(["customers", "products", "orders", "order_items"].map((table) => [table, count(table)]));
  database.close();
  return rows;
}
