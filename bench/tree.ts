import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { packageVsix } from "../scripts/vscode/packageVsix.ts";
import { installVsix } from "../scripts/vscode/server.ts";
import { Workbench } from "../scripts/vscode/workbench.ts";
import type { Session } from "../src/engines/engine.ts";
import { dialectOfUrl, loadEngine } from "../src/engines/load.ts";
import { outlineReader } from "../src/engines/loadOutline.ts";
import { manyTables } from "./tables/manyTables.ts";

/** From the click on a connection to the rows below it, in the packaged extension on databases of 10,000 tables. */
const bounds = { milliseconds: 300, statements: 3 };
const tables = 10_000;
const rounds = 5;
const servers = { PostgreSQL: process.env["TEST_POSTGRES_URL"], MySQL: process.env["TEST_MYSQL_URL"], MariaDB: process.env["TEST_MARIADB_URL"] };

/** How many statements the first level of the tree sends. */
async function statementsOf(url: string): Promise<number> {
  const signal = new AbortController().signal;
  const engine = await loadEngine(dialectOfUrl(url));
  const session = await engine.connect({ url, cwd: process.cwd(), readOnly: true, timeouts: { connect: 10_000, lock: 0, statement: 0, idleInTransaction: 0 }, signal });
  let sent = 0;
  const counting = new Proxy(session, { get: (target, key) => key === "run" ? (...args: Parameters<Session["run"]>) => (sent++, target.run(...args)) : (Reflect.get(target, key) as unknown) });
  const { items } = await (await outlineReader(session)).outline(counting, signal);
  await session.close();
  if (items.length < tables) throw new Error(`${tables} tables were to be found, not ${items.length}`);
  return sent;
}

/** Runs in the page: looks at every frame from the press of the mouse on. */
const watcher = `new Promise((resolve) => {
  let pressed = 0;
  const there = () => [...document.querySelectorAll(".pane-body .monaco-list-row")].some((row) => row.textContent.includes("measure_00000"));
  addEventListener("mousedown", () => { pressed = performance.now(); }, { capture: true, once: true });
  const look = () => { if (pressed > 0 && there()) resolve(performance.now() - pressed); else requestAnimationFrame(look); };
  requestAnimationFrame(look);
})`;

/** Milliseconds from the press of the mouse on the connection's row to the paint in which its rows are there. */
async function firstPaint(workbench: Workbench, name: string): Promise<number> {
  const { page } = workbench;
  const row = page.locator(".pane-body .monaco-list-row", { hasText: name }).first();
  const painted = page.evaluate<number>(watcher);
  await row.click();
  return painted;
}

const home = mkdtempSync(path.join(tmpdir(), "bench-tree-"));
const made: { readonly name: string; readonly url: string; readonly drop: () => Promise<void> }[] = [];
let failed = false;
try {
  for (const [name, server] of Object.entries(servers)) {
    if (server === undefined) throw new Error(`The URL of a ${name} server is not set.`);
    made.push({ name, ...(await manyTables(server, `bench_tree_${process.pid}`, tables)) });
  }
  const workspace = path.join(home, "many");
  mkdirSync(path.join(workspace, ".vscode"), { recursive: true });
  const variable = (name: string): string => `BENCH_${name.toUpperCase()}`;
  const connections = made.map(({ name }) => ({ name, url: `\${env:${variable(name)}}`, role: "development" }));
  writeFileSync(path.join(workspace, ".vscode", "settings.json"), JSON.stringify({ "dataEngineer.connections": connections }));
  installVsix(packageVsix(), path.join(home, "data"));
  const workbench = await Workbench.open({ workspace, dataFolder: path.join(home, "data"), env: Object.fromEntries(made.map(({ name, url }) => [variable(name), url])) });
  try {
    await workbench.page.locator('.activitybar a[aria-label^="Data Engineer"]').click();
    for (const { name, url } of made) {
      const times: number[] = [];
      for (let round = 0; round <= rounds; round++) {
        times.push(await firstPaint(workbench, name));
        const row = workbench.page.locator(".pane-body .monaco-list-row", { hasText: name }).first();
        await row.click();
        await row.locator('a[aria-label^="Refresh"]').click();
        await workbench.page.waitForTimeout(300);
      }
      const [first = 0, ...later] = times;
      const median = later.sort((a, b) => a - b)[(rounds - 1) / 2] ?? Infinity;
      const statements = await statementsOf(url);
      failed ||= median > bounds.milliseconds || statements > bounds.statements;
      console.log(`tree of ${tables} tables on ${name}: ${median.toFixed(0)} ms to its first rows (median of ${later.map((time) => time.toFixed(0)).join(", ")}; ${first.toFixed(0)} with the loading of the driver), ${(median / bounds.milliseconds).toFixed(2)} of its bound of ${bounds.milliseconds} ms; ${statements} statements`);
    }
  } finally {
    await workbench.close();
  }
} finally {
  for (const { drop } of made) await drop();
  rmSync(home, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;
