import { findingKey } from "../../../core/audit/auditFinding.ts";
import type { Evidence, Finding, Severity } from "../../../core/report/report.ts";
import type { Engine } from "../../../engines/engine.ts";
import { attemptEvidence } from "./attemptEvidence.ts";
import type { GentleFix } from "./gentleFix.ts";
import type { Proof } from "./proof.ts";

/** What is told beside what trying it showed. */
export interface TellingOf {
  /** Why nothing is tried of what its rule finds. */
  readonly ruleUntried?: string | undefined;
  /** What is offered in the place of the fix that was executed. */
  readonly gentle?: GentleFix | undefined;
}

/** A finding as reports tell it. A fix stands in it only where it was executed and mended it. */
export function toldFinding(proof: Proof, engine: Engine, known: ReadonlySet<string>, { ruleUntried, gentle }: TellingOf = {}): Finding {
  const { finding, attack, fix } = proof;
  const key = findingKey(finding);
  const candidate = finding.fix;
  return {
    rule: finding.rule,
    key,
    severity: severityOf(finding.severity, attack),
    message: finding.message,
    object: finding.object,
    ...(known.has(key) ? { known: true as const } : {}),
    ...(finding.file === undefined ? {} : { file: finding.file }),
    ...(finding.range === undefined ? {} : { range: finding.range }),
    ...(candidate === undefined || fix.verdict !== "proven" ? {} : { fix: { title: candidate.title, sql: scriptOf((gentle ?? candidate).statements, engine), proven: true } }),
    evidence: [
      ...(finding.evidence ?? []),
      ...attemptEvidence(proof),
      ...toldUntried(finding, ruleUntried),
      ...(candidate === undefined || fix.verdict !== "proven" ? [] : [...uncovered(fix.uncovers), ...(gentle === undefined ? [] : gently(candidate.statements, engine)), wayBack((gentle ?? candidate).undo, engine)]),
      ...(candidate === undefined || fix.verdict !== "refused" ? [] : [{ kind: "text" as const, title: `A fix that is not offered: ${candidate.title}`, text: `${sentence(fix.why)}` }]),
    ],
  };
}

/** What nobody got through with is no error today. */
export function severityOf(severity: Severity, attack: Proof["attack"]): Severity {
  return attack === "denied" && severity === "error" ? "warning" : severity;
}

function toldUntried({ attacks, breaks, untried }: Proof["finding"], ruleUntried: string | undefined): Evidence[] {
  const text = untried ?? (attacks === undefined && breaks === undefined ? ruleUntried : undefined);
  return text === undefined ? [] : [{ kind: "text", title: "Told from reading", text }];
}

function gently(executed: readonly string[], engine: Engine): Evidence[] {
  return [
    { kind: "text", title: "The table is large", text: "The fix is offered in the form that holds up nobody who writes, and that no transaction takes: run each statement by itself. The trial executed the plain form, on a scratch database or where it was rolled back." },
    { kind: "sql", title: "What the trial executed", sql: scriptOf(executed, engine) },
  ];
}

function uncovered(messages: readonly string[]): Evidence[] {
  return messages.length === 0 ? [] : [{ kind: "text", title: "The fix leaves something lighter to mend", text: messages.join("\n") }];
}

function wayBack(undo: readonly string[], engine: Engine): Evidence {
  return undo.length === 0 ? { kind: "text", title: "The fix has no way back", text: "It takes nothing away that would have to be brought back." } : { kind: "sql", title: "What undoes the fix", sql: scriptOf(undo, engine) };
}

/** Statements as one script of the engine. */
export function scriptOf(statements: readonly string[], engine: Engine): string {
  if (engine.scriptEnding === ".sql") return statements.map((sql) => `${sql};`).join("\n");
  return statements.length === 1 ? statements[0]! : `[\n${statements.map((sql) => `  ${sql}`).join(",\n")}\n]`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;
}
