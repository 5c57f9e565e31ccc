import type { AuditFinding } from "../../core/audit/auditFinding.ts";
import { findingKey, isTriable } from "../../core/audit/auditFinding.ts";
import { workspaceTexts } from "../../core/audit/credentials/workspaceTexts.ts";
import { sortByDecisions } from "../../core/audit/memory/decisions.ts";
import { decisionFile } from "../../core/audit/memory/decisionFile.ts";
import { byWeight } from "../../core/audit/weight.ts";
import { counted } from "../../core/counted.ts";
import { nounsOf } from "../../core/nouns.ts";
import type { Session } from "../../engines/engine.ts";
import type { CommandContext, CommandHandler } from "../context.ts";
import type { Asked } from "./audit/asked.ts";
import { readAsked } from "./audit/asked.ts";
import { decide } from "./audit/decide.ts";
import { effectsOn } from "./audit/effects.ts";
import { gentleFixes } from "./audit/gentleFix.ts";
import type { Look, LookRequest } from "./audit/look.ts";
import { look, rulesOf } from "./audit/look.ts";
import type { Proof } from "./audit/proof.ts";
import { prove } from "./audit/prove.ts";
import { remember } from "./audit/remember.ts";
import type { Witness } from "./audit/report.ts";
import { auditReport, countsOf } from "./audit/report.ts";
import { severityOf, toldFinding } from "./audit/told.ts";

/** How many findings are tried unless all are asked for. */
const worst = 40;

/** Tables from which on a look takes so long that an audit which tries only the worst does not try each of many fixes alone. */
const largeSchema = 100;
const quickLooks = 12;

/** Looks for what is wrong with a database by reading, tries the worst of it and its fixes where nothing is left of that, and tells both. */
export const securityAudit: CommandHandler = async (context, input) => {
  const asked = readAsked(context, input);
  const session = await context.session();
  const rules = rulesOf(session, asked.scope);
  const looked = new Set(rules.map((rule) => rule.id));
  const workspace = asked.scope === "full" ? await workspaceTexts(context.files, context.signal) : { texts: [], leftOut: [] };
  const request: LookRequest = { scope: asked.scope, files: workspace.texts, signal: context.signal };
  context.progress({ message: `Reading the database and applying ${counted(rules.length, "rule")}` });
  const seen = await reading(session, () => look(session, request));
  const { dialect } = session.facts;
  const { decisions, written } = await decide(context, asked, seen.findings, dialect, looked);
  const sorted = sortByDecisions(seen.findings, decisions, dialect, context.now().toISOString().slice(0, 10), looked);
  const open = [...sorted.open].sort(byWeight(seen.catalog));
  const witness = await witnessed(context, session, asked, open, seen, request);
  const proofs = ordered(open, witness, seen);
  const untried = new Map(rules.map((rule) => [rule.id, rule.untried] as const));
  const gentle = gentleFixes(session.audit, seen.catalog, context.settings.largeTableRows);
  const known = new Set(sorted.baseline?.known);
  const findings = proofs.map((proof) => toldFinding(proof, session.engine, known, { ruleUntried: untried.get(proof.finding.rule), gentle: gentle(proof.finding) }));
  const trend = await remember(context, { engine: dialect, database: session.facts.database, scope: asked.scope, counts: countsOf(findings), keys: open.map(findingKey) });
  return auditReport({ scope: asked.scope, rules, unseen: [...seen.unseen, ...workspace.leftOut, ...trend.problems], sorted, findings, trend, witness, size: sizeOf(session, seen), files: written ? [decisionFile] : [] });
};

/** In a transaction that cannot write, where what an audit reads can be read in one. */
function reading<Value>(session: Session, work: () => Promise<Value>): Promise<Value> {
  return session.audit.beside === true ? work() : session.transaction("readOnly", work);
}

async function witnessed(context: CommandContext, session: Session, { witness }: Asked, open: readonly AuditFinding[], seen: Look, request: LookRequest): Promise<Witness> {
  const triable = open.filter(isTriable);
  if (witness.how === "none") return { why: witness.why, proofs: { proofs: [], places: [], problems: [] }, effects: effectsOn(session), notTried: triable.length };
  const chosen = witness.how === "all" ? triable : triable.slice(0, worst);
  const proofs = await prove(session, chosen, seen.catalog, {
    ...request,
    ...(witness.how === "all" || seen.catalog.tables.length <= largeSchema ? {} : { mostLooks: quickLooks }),
    largeTableRows: context.settings.largeTableRows,
    onProgress: (done, total) => context.progress({ message: "Trying findings and their fixes", done, total }),
  });
  return { proofs, effects: effectsOn(session), notTried: triable.length - chosen.length };
}

/** All open findings with what trying them showed, the worst first, by the weight that they have after it. */
function ordered(open: readonly AuditFinding[], { proofs }: Witness, seen: Look): readonly Proof[] {
  const tried = new Map(proofs.proofs.map((proof) => [findingKey(proof.finding), proof]));
  const all = open.map((finding): Proof => tried.get(findingKey(finding)) ?? { finding, attack: "none", fix: { verdict: "none" }, attempts: [] });
  const compare = byWeight(seen.catalog);
  const weighed = (proof: Proof): AuditFinding => ({ ...proof.finding, severity: severityOf(proof.finding.severity, proof.attack) });
  return all.sort((a, b) => compare(weighed(a), weighed(b)));
}

function sizeOf(session: Session, { catalog }: Look): string {
  const { tables, views } = catalog;
  const parts = [counted(tables.length, nounsOf(session.facts.dialect).table), ...(views.length === 0 ? [] : [counted(views.length, "view")])];
  return parts.join(" and ");
}
