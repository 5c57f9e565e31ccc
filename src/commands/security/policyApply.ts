import { fingerprint } from "../../core/catalog/fingerprint.ts";
import { qualified } from "../../core/catalog/objects.ts";
import type { PolicyDesign } from "../../core/access/policyDesign.ts";
import type { TableObject } from "../../core/catalog/catalog.ts";
import { counted } from "../../core/counted.ts";
import { UsageError } from "../../core/errors.ts";
import type { Prepared } from "../../core/migration/dryRun/trial.ts";
import type { Finding, ReportBody } from "../../core/report/report.ts";
import { filesOf } from "../../core/snapshot/create.ts";
import type { Session } from "../../engines/engine.ts";
import type { CommandContext, CommandHandler, Confirmation } from "../context.ts";
import { applyDesign, wayBack } from "./policy/applyDesign.ts";
import { pendingBefore, schemaAfter } from "./policy/pending.ts";
import { isRefused, proveDesign } from "./policy/prove.ts";
import { accessOf, asked, tableNamed } from "./policy/room.ts";
import { designData, designEvidence, designFindings } from "./policy/shown.ts";
import { verdictOf } from "./policy/verdict.ts";
import { writeMigration } from "../migration/write/writeMigration.ts";

/** `policy-apply TABLE kiss|granular [--preview | --migration]`: designs, tries, asks, and applies what was proven; or writes it as a migration. */
export const policyApply: CommandHandler = async (context, input) => {
  const mode = input.args["mode"];
  if (mode !== "kiss" && mode !== "granular") throw new UsageError("badArgument", `The mode is kiss or granular, not "${mode ?? ""}".`);
  if (input.flags["preview"] === true && input.flags["migration"] === true) throw new UsageError("badArgument", "--preview and --migration exclude each other.", { next: "--preview only shows it; --migration writes it." });
  const session = await context.session();
  const access = accessOf(session, "policy-apply");
  context.progress({ message: "Reading the schema" });
  const pending = input.flags["migration"] === true ? await pendingBefore(context, session) : [];
  const wish = asked(input, session);
  const { found, table, design, result } = await access.trial(async (trial) => {
    const found = await schemaAfter(trial, session, pending, context.signal);
    const table = tableNamed(session, found.catalog, input.args["table"] ?? "", found.after.length > 0 ? undefined : found.findings[0]?.message);
    const design = await access.design({ ...wish, schema: table.schema, table: table.name, mode }, found.catalog);
    context.progress({ message: `Trying it on ${qualified(table)}` });
    return { found, table, design, result: await proveDesign(trial, access, found.catalog, table, design, false, context.signal) };
  }, context.signal);
  const object = qualified(table);
  if (isRefused(result)) {
    const finding: Finding = { rule: "policy/refused", severity: "error", object, message: `The server refuses a statement: ${result.error.message}`, evidence: [{ kind: "sql", title: "Refused", sql: result.statement }] };
    return { status: "failed", summary: `Nothing was applied: the server refuses what would protect ${object}.`, findings: [finding, ...designFindings(object, design, null)], evidence: designEvidence(session.engine, object, design, null), data: { ...designData(design, null), proven: false, applied: false } };
  }
  const verdict = verdictOf(object, result.tried, design.untried);
  const findings = [...found.findings, ...verdict.findings, ...designFindings(object, design, result)];
  const base = { evidence: designEvidence(session.engine, object, design, result), data: { ...designData(design, result), proven: verdict.proven, applied: false } };
  const place = `tried ${access.trialPlace}`;
  if (verdict.inPart && !verdict.proven && result.differences.length === 0 && input.flags["migration"] === true) {
    const written = await asMigration(context, session, found.after, table, mode, design, findings, base.data, `What could be tried came out as it must, ${place}`);
    return { ...base, ...written, status: "failed", summary: `Not proven for ${object}: ${design.untried ?? ""}. ${written.summary}` };
  }
  if (!verdict.proven || result.differences.length > 0) {
    const why = verdict.proven ? "what undoes it does not restore what was there" : "the trial did not prove it";
    const standing = table.policies.length > 0 && wish.replace !== true && verdict.findings.some(({ rule }) => rule === "policy/still-open") ? " What stood before may let it through: --replace takes it away." : "";
    return { ...base, status: "failed", summary: `Nothing was applied to ${object}: ${why} (${place}).${standing}`, findings };
  }
  const proof = `${counted(result.tried.length, "attempt")} came out as they must, and what undoes it restores exactly what was there; ${place}`;
  if (input.flags["preview"] === true) return { ...base, status: "passed", summary: `${mode} for ${object}: ${counted(design.statements.length, "statement")}, nothing was applied. ${proof}.`, findings };
  if (input.flags["migration"] === true) return { ...base, ...(await asMigration(context, session, found.after, table, mode, design, findings, base.data, proof)) };
  await context.confirm(confirmation(session, context, table, mode, design, wish.replace === true, proof));
  const snapshot = await applyDesign(context, session, table, design, { before: fingerprint(found.catalog), after: result.fingerprint });
  return {
    ...base, status: "passed", findings, summary: `${object} is protected (${mode}): ${counted(design.statements.length + (design.apart?.length ?? 0), "statement")} applied. ${proof}. To go back: rollback ${wayBack(session, snapshot)}.`,
    data: { ...base.data, applied: true, snapshot: snapshot.manifest.id }, files: filesOf(snapshot),
  };
};

async function asMigration(context: CommandContext, session: Session, after: readonly Prepared[], table: TableObject, mode: string, design: PolicyDesign, findings: readonly Finding[], data: ReportBody["data"], proof: string): Promise<Pick<ReportBody, "status" | "summary" | "findings" | "data" | "files">> {
  const object = qualified(table);
  const apart = (design.apart ?? []).map(({ sql }): Finding => ({ rule: "policy/apart", severity: "warning", object, message: "The table is large: this is not in the migration, because it runs outside of a transaction. Run it first.", evidence: [{ kind: "sql", title: "First, by itself", sql }] }));
  const written = await writeMigration(context, session, { title: `protect ${table.name}`, parts: [{ notes: [...design.reasons, ...design.warnings], up: design.statements, down: design.undo }], now: context.now() }, after);
  const back = written.rollbackVerified === true ? "its way back restores exactly what was there" : "its way back stands in it as a comment, because the folder's layout has no place for one";
  return {
    status: written.passed ? "passed" : "failed",
    summary: written.passed ? `Wrote ${written.files.join(" and ")}, for ${object} (${mode}); its dry-run passed, ${back}. ${proof}.` : `Nothing was written for ${object}: the migration's own dry-run failed.`,
    findings: [...written.findings, ...apart, ...findings], files: written.files, data: { ...data, migrations: written.migrations },
  };
}

function confirmation(session: Session, context: CommandContext, table: TableObject, mode: string, design: PolicyDesign, replace: boolean, proof: string): Confirmation {
  const { database, dialect, version } = session.facts;
  const object = qualified(table);
  return {
    title: `Protect ${object} on ${database}?`,
    detail: [
      `${mode}: ${counted(design.statements.length, "statement")} on ${database} (${dialect} ${version}, ${context.role}), ${session.migrations.undoes === "structure" ? "in one transaction" : "one after the other"}.`,
      `${proof}.`,
      ...(design.lockedOut ?? []).map((one) => `Locked out: ${one}.`),
      ...design.warnings,
      session.migrations.undoes === "structure" ? "A snapshot of the schema is taken first; rollback brings it back." : "A snapshot of the schema is taken first, and what undoes the statements is kept beside it.",
    ].join("\n"),
    sql: [...(design.apart ?? []).map(({ sql }) => sql), ...design.statements],
    destroys: replace ? table.policies.map(({ name }) => ({ object: `${object} policy ${name}`, how: "drop", impact: ["What it lets through or holds back is decided by the new policies alone."] })) : [],
  };
}
