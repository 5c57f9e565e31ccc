import { diagnose } from "../src/core/plan/diagnose.ts";
import { plans } from "../src/engines/postgresql/plans.ts";
import { generatedPlan } from "./plans/generate.ts";

/** Processor time of the round in the middle: what else runs on the machine does not count. */
const bounds = { milliseconds: 50 };
const nodes = 1000;
/** Odd, so that the middle one is one that was measured. */
const rounds = 25;

let failed = false;
for (const [form, text] of Object.entries(generatedPlan(nodes))) {
  const count = text.match(/Node Type|cost=/g)!.length;
  const worked: number[] = [];
  const passed: number[] = [];
  let seen = 0;
  for (let round = 0; round < rounds; round++) {
    const [started, before] = [performance.now(), process.cpuUsage()];
    const reading = plans.read(text);
    if (!("plan" in reading)) throw new Error(reading.reason);
    seen = diagnose(reading.plan, plans.rules).length;
    const { user, system } = process.cpuUsage(before);
    worked.push((user + system) / 1000);
    passed.push(performance.now() - started);
    if (count !== nodes || reading.plan.notes.length > 0) throw new Error(`The ${form} has ${count} nodes and the notes ${reading.plan.notes.join(" ")}`);
  }
  const middle = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[(rounds - 1) / 2]!;
  failed ||= middle(worked) > bounds.milliseconds || seen === 0;
  console.log(`a plan of ${nodes} nodes as ${form} (${Math.round(text.length / 1024)} kB) read and diagnosed, ${seen} diagnostics: ${middle(worked).toFixed(1)} ms of work, ${(middle(worked) / bounds.milliseconds).toFixed(2)} of its bound of ${bounds.milliseconds} ms (${worked[0]!.toFixed(1)} ms the first time; ${middle(passed).toFixed(1)} ms passed, ${passed[0]!.toFixed(1)} ms the first time)`);
}
process.exitCode = failed ? 1 : 0;
