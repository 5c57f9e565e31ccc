import type { Finding } from "../../../report/report.ts";
import type { DryRun } from "../dryRun.ts";
import type { Prepared, Trial } from "../trial.ts";
import { firstLine } from "./rollback.ts";

/** What is worth knowing about how the scripts were run: what was left out of them, and what was not executed. */
export function notes(migrations: readonly Prepared[], run: DryRun): Finding[] {
  return [...migrations.flatMap(asides), ...unproven(migrations, run), ...otherVersion(migrations, run), ...sequences(run), ...run.trials.flatMap(nothingRun), ...run.trials.flatMap(opaque)];
}

function asides({ up, down }: Prepared): Finding[] {
  return [up, ...(down === null ? [] : [down])].flatMap((plan) =>
    plan.asides.map((aside): Finding => {
      const place = { message: aside.message, file: plan.file, range: aside.range };
      switch (aside.reason) {
        case "ownTransaction":
          return { rule: "dry-run/own-transaction", severity: "info", ...place };
        case "psqlCommand":
          return { rule: "dry-run/psql-command", severity: "info", ...place };
        case "pragmaInTransaction":
          return { rule: "dry-run/pragma-ignored", severity: "warning", ...place };
      }
    }),
  );
}

/** Nothing is called proven that was not executed. */
function unproven(migrations: readonly Prepared[], { trials, unproven: stopped }: DryRun): Finding[] {
  if (stopped === null || trials.some((trial) => trial.after === null)) return [];
  const tried = new Set(trials.map((trial) => trial.prepared));
  return migrations.filter((one) => !tried.has(one) && one.up.refusals.length === 0).map((one): Finding => {
    const own = one === stopped.at;
    const reason = own ? stopped.why : `${stopped.at.migration.version} before it was not executed`;
    const { statement } = stopped;
    const plan = [one.up, one.down].find((script) => own && statement !== null && script?.statements.includes(statement) === true) ?? null;
    const place = plan !== null && statement !== null ? { file: plan.file, range: statement.range } : { file: one.up.file, range: firstLine(one.up) };
    return { rule: "dry-run/not-proven", severity: "error", message: `${one.migration.version} was not executed, nothing about it is proven: ${reason}.`, ...place };
  });
}

function otherVersion(migrations: readonly Prepared[], { trials, otherVersion: found }: DryRun): Finding[] {
  const [first] = migrations;
  if (found == null || first === undefined || trials.length === 0) return [];
  const message = `It ran on PostgreSQL ${found.shadow}, the target has ${found.target}: what one of these versions knows and the other does not may pass here and fail there, or the other way round. Give a server of the target's version with --shadow-url, or try it with a connection that may write and create databases.`;
  return [{ rule: "dry-run/other-version", severity: "warning", message, file: first.up.file, range: firstLine(first.up) }];
}

function sequences({ advanced = [] }: DryRun): Finding[] {
  return advanced.map((object) => ({ rule: "dry-run/sequence-advanced", severity: "info", object, message: `${object} moved on while the rows were inserted (or by others meanwhile): some numbers are skipped, as after any INSERT that is rolled back.` }));
}

/** What a module did on the copy, as it is the only way to know. */
function opaque({ prepared, up }: Trial): Finding[] {
  return up.filter(({ statement, result }) => statement.facts?.opaque === true && result.status === "passed").map(({ statement, notices }): Finding => ({
    rule: "dry-run/opaque", severity: "warning", file: prepared.up.file, range: statement.range,
    message: `What this module changes is known only by running it. When it is applied, what it changes or removes is kept in the snapshot just before each of its commands. Here it ${notices.length === 0 ? "said nothing." : `said: ${notices.slice(0, 10).join("; ")}${notices.length > 10 ? `; and ${notices.length - 10} more lines` : ""}.`}`,
  }));
}

function nothingRun({ prepared }: Trial): Finding[] {
  if (prepared.up.statements.length > 0) return [];
  return [{ rule: "dry-run/nothing-to-run", severity: "warning", message: `${prepared.up.file} holds no statement: nothing was executed.`, file: prepared.up.file, range: firstLine(prepared.up) }];
}
