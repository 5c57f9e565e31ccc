import type { Finding } from "../../../report/report.ts";
import type { DryRun } from "../dryRun.ts";
import type { Prepared } from "../trial.ts";
import { dataLostFindings } from "./dataLost.ts";
import { destructiveFindings } from "./destructive.ts";
import { foreseenFindings } from "./foreseen.ts";
import { failures } from "./failures.ts";
import { lockFindings } from "./locks.ts";
import { notes } from "./notes.ts";
import { rollbackFindings } from "./rollback.ts";

/** All that a dry-run has to say, what is wrong first. */
export function dryRunFindings(migrations: readonly Prepared[], run: DryRun): Finding[] {
  const found = [
    ...failures(migrations, run.trials),
    ...run.trials.flatMap((trial) => [...rollbackFindings(trial), ...dataLostFindings(trial), ...destructiveFindings(trial), ...lockFindings(trial), ...foreseenFindings(trial)]),
    ...notes(migrations, run),
  ];
  const rank = { error: 0, warning: 1, info: 2 };
  return found.sort((a, b) => rank[a.severity] - rank[b.severity]);
}
