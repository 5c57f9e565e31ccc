import { qualified } from "../../core/catalog/objects.ts";
import type { Catalog, TableObject } from "../../core/catalog/catalog.ts";
import { counted } from "../../core/counted.ts";
import { UsageError } from "../../core/errors.ts";
import { nounsOf } from "../../core/nouns.ts";
import type { Finding } from "../../core/report/report.ts";
import type { Session } from "../../engines/engine.ts";
import type { CommandHandler } from "../context.ts";
import { designAll, type Undecided } from "./policy/designAll.ts";
import { pendingBefore, schemaAfter } from "./policy/pending.ts";
import { accessOf, asked, tableNamed } from "./policy/room.ts";
import { designData, designEvidence, designFindings } from "./policy/shown.ts";
import { writeMigration } from "../migration/write/writeMigration.ts";

/** Schemas that a platform keeps for itself. */
const ofPlatforms = /^(?:auth|storage|realtime|vault|extensions|graphql(?:_public)?|pgbouncer|pgsodium(?:_masks)?|supabase_\w+|net|cron|private|hdb_catalog|sqitch)$/;

/** `create-rls-policies [--tables TABLES] [--granular]`: designs and proves policies for the tables that need them and writes one migration with its way back. */
export const createRlsPolicies: CommandHandler = async (context, input) => {
  const session = await context.session();
  const access = accessOf(session, "create-rls-policies");
  const nouns = nounsOf(session.facts.dialect);
  context.progress({ message: "Reading the schema" });
  const pending = await pendingBefore(context, session);
  const named = input.flags["tables"];
  const mode = input.flags["granular"] === true || input.flags["rbac"] === true ? "granular" : "kiss";
  const wish = asked(input, session);
  const { found, tables, all } = await access.trial(async (trial) => {
    const found = await schemaAfter(trial, session, pending, context.signal);
    const tables = chosen(session, found.catalog, typeof named === "string" ? named : undefined, found.after.length > 0 ? undefined : found.findings[0]?.message);
    const all = await designAll(trial, access, found.catalog, tables, (table) => ({ ...wish, schema: table.schema, table: table.name, mode }), context.signal,
      (table, at) => context.progress({ message: `Trying ${qualified(table)}`, done: at + 1, total: tables.length }));
    return { found, tables, all };
  }, context.signal);
  if (tables.length === 0) return { status: "passed", summary: `Every ${nouns.table} is protected already: nothing was written.`, findings: found.findings, data: { tables: [], undecided: [] } };
  const undecided = [...found.findings, ...all.undecided.map(undecidedFinding)];
  const told = all.designed.flatMap(({ table, design, proven, verdict }) => [...verdict.findings, ...designFindings(qualified(table), design, proven)]);
  const evidence = all.designed.flatMap(({ table, design, proven }) => designEvidence(session.engine, qualified(table), design, proven));
  const data = { tables: all.designed.map(({ table, design, proven, verdict }) => ({ table: qualified(table), ...designData(design, proven), proven: verdict.proven })), undecided: all.undecided.map(({ object, why, next }) => ({ table: object, why, next: next ?? null })) };
  if (all.designed.length === 0) return { status: "failed", summary: `Nothing was written: of ${counted(tables.length, nouns.table)}, none could be protected.`, findings: undecided, evidence, data };
  if (all.differences.length > 0) {
    const finding: Finding = { rule: "policy/undo-differs", severity: "error", message: `What undoes it does not restore what was there: ${all.differences.slice(0, 5).join("; ")}.` };
    return { status: "failed", summary: "Nothing was written: the way back does not restore what was there.", findings: [finding, ...told, ...undecided], evidence, data };
  }
  const apart = all.designed.flatMap(({ table, design }) => (design.apart ?? []).map(({ sql }): Finding => ({ rule: "policy/apart", severity: "warning", object: qualified(table), message: "The table is large: this is not in the migration, because it runs outside of a transaction. Run it first.", evidence: [{ kind: "sql", title: "First, by itself", sql }] })));
  const [first] = all.designed;
  const title = all.designed.length === 1 && first !== undefined ? `protect ${first.table.name}` : `protect ${all.designed.length} ${nouns.table}s`;
  const written = await writeMigration(context, session, {
    title, now: context.now(),
    parts: all.designed.map(({ table, design }) => ({ notes: [`${qualified(table)}:`, ...design.reasons, ...design.warnings], up: design.statements, down: design.undo })),
  }, found.after);
  const unproven = all.designed.filter(({ verdict }) => !verdict.proven);
  const attempts = all.designed.reduce((sum, { proven }) => sum + proven.tried.length, 0);
  return {
    status: written.passed && unproven.length === 0 ? "passed" : "failed",
    summary: written.passed
      ? `${unproven.length === 0 ? "" : `Not proven for ${unproven.map(({ table }) => qualified(table)).join(", ")}: ${unproven[0]?.design.untried ?? ""}. `}Wrote ${written.files.join(" and ")}: ${counted(all.designed.length, nouns.table)} ${unproven.length === 0 ? "protected" : "with views"} (${mode}), ${counted(attempts, "attempt")} ${unproven.length === 0 ? "tried" : "made"} ${access.trialPlace}, its dry-run passed${written.rollbackVerified === true ? " and its way back restores what was there" : ""}.${all.undecided.length === 0 ? "" : ` ${counted(all.undecided.length, nouns.table)} could not be decided.`}`
      : "Nothing was written: the migration's own dry-run failed.",
    findings: [...written.findings, ...apart, ...told, ...undecided], evidence, files: written.files,
    data: { ...data, migrations: written.migrations },
  };
};

/** The named ones, else all that nothing protects; parts of a partitioned table go with it. */
function chosen(session: Session, catalog: Catalog, named: string | undefined, unseen: string | undefined): TableObject[] {
  if (named === undefined) return catalog.tables.filter((table) => !table.rowSecurity.enabled && table.partitionOf === undefined && table.form !== "foreign" && table.form !== "virtual" && !ofPlatforms.test(table.schema));
  const names = named.split(",").map((name) => name.trim()).filter((name) => name !== "");
  if (names.length === 0) throw new UsageError("badArgument", "No table is named.", { next: "Separate the tables by commas, or name none to have all that are not protected." });
  return [...new Set(names.map((name) => tableNamed(session, catalog, name, unseen)))];
}

function undecidedFinding({ object, why, next }: Undecided): Finding {
  return { rule: "policy/undecided", severity: "warning", object, message: `${object} was left as it is. ${why}${next === undefined ? "" : ` ${next}`}` };
}
