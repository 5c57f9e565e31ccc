import { availableParallelism, loadavg } from "node:os";
import { diagnose } from "../src/core/plan/diagnose.ts";
import { planView } from "../src/core/plan/planView.ts";
import { plans as mongodb } from "../src/engines/mongodb/plans.ts";
import { plans as mysql } from "../src/engines/mysql/plans.ts";
import type { PlanLanguage, ReadOptions } from "../src/engines/plans.ts";
import { plans as postgresql } from "../src/engines/postgresql/plans.ts";
import { plans as sqlite } from "../src/engines/sqlite/plans.ts";
import { mongodbPlan } from "./plans/mongodb.ts";
import { mysqlPlans } from "./plans/mysql.ts";
import { generatedPlan } from "./plans/postgresql.ts";
import { sqlitePlan } from "./plans/sqlite.ts";

/** Elapsed time of the round in the middle, from the text to the diagnostics: what a user waits for. */
const bound = 50;
const nodes = 1000;
/** Odd, so that the middle one is one that was measured. */
const rounds = 25;

interface Given {
  readonly form: string;
  readonly language: PlanLanguage;
  readonly text: string;
  readonly options?: ReadOptions;
}

const ofPostgresql = generatedPlan(nodes);
const ofMongodb = mongodbPlan(nodes);
const ofSqlite = sqlitePlan(nodes);
const given: readonly Given[] = [
  { form: "PostgreSQL, JSON", language: postgresql, text: ofPostgresql.JSON },
  { form: "PostgreSQL, text", language: postgresql, text: ofPostgresql.text },
  ...mysqlPlans(nodes).map((plan) => ({ ...plan, language: mysql })),
  { form: "SQLite, tree with its statement", language: sqlite, text: ofSqlite.text, options: { query: ofSqlite.query } },
  { form: "MongoDB, executionStats", language: mongodb, text: ofMongodb },
  { form: "MongoDB, as mongosh prints it", language: mongodb, text: ofMongodb.replaceAll(/"(\w+)":/g, "$1:").replaceAll('"', "'") },
];

interface Round {
  readonly ms: number;
  readonly worked: number;
  readonly seen: number;
}

function round({ form, language, text, options }: Given): Round {
  const [started, before] = [performance.now(), process.cpuUsage()];
  const reading = language.read(text, options);
  if (!("plan" in reading)) throw new Error(`${form}: ${reading.reason}`);
  const seen = diagnose(reading.plan, language.rules).length;
  const [ms, { user, system }] = [performance.now() - started, process.cpuUsage(before)];
  const count = planView(reading.plan).nodes.length;
  if (count !== nodes || reading.plan.notes.length > 0) throw new Error(`${form} has ${count} nodes and the notes ${reading.plan.notes.join(" ")}`);
  return { ms, worked: (user + system) / 1000, seen };
}

function middle(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[(rounds - 1) / 2] ?? Infinity;
}

const [load = 0] = loadavg();
console.log(`${load.toFixed(1)} processes wanted the ${availableParallelism()} processors in the minute before; where that is more than there are, the times hold the waiting too.`);
for (const one of given) {
  const first = round(one);
  const warm = Array.from({ length: rounds }, () => round(one));
  const ms = middle(warm.map((each) => each.ms));
  console.log(`${nodes} nodes of ${one.form} (${Math.round(one.text.length / 1024)} kB) read and diagnosed, ${first.seen} diagnostics: ${ms.toFixed(1)} ms, ${(ms / bound).toFixed(2)} of its bound of ${bound} ms (${middle(warm.map((each) => each.worked)).toFixed(1)} ms of work; the first time ${first.ms.toFixed(1)} ms)`);
  if (ms > bound || first.seen === 0) process.exitCode = 1;
}
