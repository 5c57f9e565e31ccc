import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { root } from "../machine/process.ts";

const files = path.join(root, "scripts", "sample");

/** Makes the sample workspace anew: an empty SQLite database, a dozen migrations and the settings that name both. Returns its folder. */
export function makeWorkspace(folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.join(folder, ".vscode"), { recursive: true });
  cpSync(path.join(files, "migrations"), path.join(folder, "migrations"), { recursive: true });
  new Database(path.join(folder, "shop.db")).exec("PRAGMA journal_mode = WAL").close();
  const settings = { "dataEngineer.connections": [{ name: "Shop", engine: "sqlite", path: "shop.db", role: "development" }], "dataEngineer.activeConnection": "Shop" };
  writeFileSync(path.join(folder, ".vscode", "settings.json"), `${JSON.stringify(settings, null, 2)}\n`);
  return folder;
}

/** Fills the shop with tens of thousands of rows; its first five migrations must be applied. Returns the rows of each table. */
export function fillShop(folder: string): Readonly<Record<string, number>> {
  const database = new Database(path.join(folder, "shop.db"));
  database.transaction(() => database.exec(readFileSync(path.join(files, "seed.sql"), "utf8")))();
  const count = (table: string): number => database.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
  const rows = Object.fromEntries(["customers", "products", "orders", "order_items"].map((table) => [table, count(table)]));
  database.close();
  return rows;
}
