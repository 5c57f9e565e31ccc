import { appendFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { loadSqlite } from "../../../src/engines/sqlite/engine.ts";

/** One of two rivals: takes the lock as often as told, and writes down when it saw another inside. `die` ends it while it holds the lock. */
const [, , cwd = "", name = "", rounds = "0", die = ""] = process.argv;
const inside = `${cwd}/inside`;
const log = `${cwd}/log`;
const signal = new AbortController().signal;
const session = await (await loadSqlite()).connect({ url: "sqlite:app.db", cwd, readOnly: false, signal, timeouts: { connect: 0, lock: 5000, statement: 0, idleInTransaction: 0 } });
for (let round = 0; round < Number(rounds); round += 1) {
  const lock = await session.lockApplier(30_000, signal);
  if (lock === null) throw new Error("The lock did not become free.");
  try {
    writeFileSync(inside, name, { flag: "wx" });
  } catch {
    appendFileSync(log, `${name} met ${readFileSync(inside, "utf8")}\n`);
  }
  appendFileSync(log, `${name}\n`);
  await session.run("UPDATE counter SET n = n + 1");
  rmSync(inside, { force: true });
  if (die !== "" && round === Number(rounds) - 1) process.kill(process.pid, "SIGKILL");
  await lock.release();
}
await session.close();
