import { writeFileSync } from "node:fs";
import Mocha from "mocha";

/**
 * Runs the suites that `load` defines inside the extension host and writes what happened to the file named by
 * DATA_ENGINEER_RESULTS as `{ passed, failed, failures: [{ title, error }] }`. Throws when a test failed.
 */
export async function runMocha(load: () => Promise<void>): Promise<void> {
  const mocha = new Mocha({ ui: "bdd", timeout: 300_000, slow: 5_000, color: false });
  mocha.suite.emit("pre-require", globalThis, "", mocha);
  await load();
  const failures: { title: string; error: string }[] = [];
  let passed = 0;
  await new Promise<void>((resolve) => {
    mocha.run(() => {
      resolve();
    })
      .on("pass", () => passed++)
      .on("fail", (test, error: Error) => failures.push({ title: test.fullTitle(), error: error.stack ?? error.message }));
  });
  const results = process.env["DATA_ENGINEER_RESULTS"];
  if (results !== undefined) writeFileSync(results, JSON.stringify({ passed, failed: failures.length, failures }));
  if (failures.length > 0) throw new Error(`${failures.length} failed: ${failures.map((failure) => failure.title).join("; ")}`);
}
