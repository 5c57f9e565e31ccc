import type { AccessObject, Attempted } from "../../../core/access/attempt.ts";
import { type Cell, cellOf, objectName, tryName } from "../../../core/access/cell.ts";
import type { Identity } from "../../../core/access/identity.ts";
import { operations } from "../../../core/access/operation.ts";
import type { SpecDifference } from "../../../core/access/spec.ts";
import { counted } from "../../../core/counted.ts";
import type { WorkspaceFiles } from "../../../core/files/workspaceFiles.ts";
import type { Json } from "../../../core/json.ts";
import type { Evidence, Finding, ReportBody } from "../../../core/report/report.ts";
import type { Asked } from "./asked.ts";
import type { Control } from "./control.ts";
import { controlFindings, differenceFindings, survivorFindings, untestedFindings } from "./findings.ts";
import type { Mutant } from "./mutate.ts";
import { suspiciousFindings } from "./suspicious.ts";
import { matrixTables } from "./table.ts";

/** What a run tried and what came of it. */
export interface Run {
  readonly identities: readonly Identity[];
  readonly objects: readonly AccessObject[];
  readonly tried: readonly Attempted[];
  /** Absent where the connection only reads. */
  readonly control?: Control | undefined;
  readonly mutants?: readonly Mutant[] | undefined;
  /** A test file in the engine's own words. */
  readonly tests?: string | undefined;
  readonly readOnly: boolean;
  readonly place: string;
  readonly traces: readonly string[];
}

/** The matrix and what is wrong in it. With a specification, its differences decide; without, cells that are wrong by themselves. */
export function runReport(run: Run, asked: Asked, differences: readonly SpecDifference[] | undefined, files: readonly string[], workspace: WorkspaceFiles): ReportBody {
  const cells = run.tried.map(cellOf);
  const differing = new Set(differences?.map(({ object, tried }) => `${object} ${tried}`));
  const asExpected = (tried: Attempted): boolean => differences !== undefined && !differing.has(`${objectName(tried.object)} ${tryName(tried)}`);
  const findings: Finding[] = [
    ...(differences === undefined || asked.spec === undefined ? [] : differenceFindings(differences, workspace.shown(asked.spec.file))),
    ...suspiciousFindings(run.tried, asExpected),
    ...controlFindings(run.control),
    ...survivorFindings(run.mutants ?? []),
    ...untestedFindings(run.tried),
  ];
  const weight = { error: 0, warning: 1, info: 2 };
  findings.sort((one, other) => weight[one.severity] - weight[other.severity]);
  const failed = findings.some(({ severity }) => severity === "error");
  return { status: failed ? "failed" : "passed", summary: summaryOf(run, cells, differences), findings, evidence: evidenceOf(run, cells), data: dataOf(run, cells, differences), files };
}

function summaryOf(run: Run, cells: readonly Cell[], differences: readonly SpecDifference[] | undefined): string {
  const count = (verdict: Cell["verdict"]): number => cells.filter((cell) => cell.verdict === verdict).length;
  const parts = [`${counted(cells.length, "cell")} tried as ${counted(run.identities.length, "identity")}: ${count("allowed")} allowed, ${count("denied")} denied, ${count("error")} not tested.`];
  if (differences !== undefined) parts.push(differences.length === 0 ? "All as specified." : `${counted(differences.length, "cell")} not as specified.`);
  if (run.control !== undefined && run.control.denials > 0) parts.push(`${run.control.fell} of ${counted(run.control.denials, "denial")} fell without the protection, as they must.`);
  if (run.mutants !== undefined) parts.push(`${score(run.mutants)} weakened policies were noticed.`);
  if (run.readOnly) parts.push("This connection only reads: nothing but reading was tried, on rows that are there.");
  return parts.join(" ");
}

function score(mutants: readonly Mutant[]): string {
  const valid = mutants.filter(({ verdict }) => verdict !== "failed");
  return `${valid.filter(({ verdict }) => verdict === "noticed").length} of ${valid.length}`;
}

function evidenceOf(run: Run, cells: readonly Cell[]): Evidence[] {
  return [
    { kind: "text", title: "Where it was tried", text: [`Everything ran ${run.place}.`, ...run.traces].join("\n") },
    { kind: "table", title: "Identities", columns: ["Identity", "Role", "Settings"], rows: run.identities.map(({ name, role, settings }) => [name, role ?? "the connection's own", Object.entries(settings).map(([setting, value]) => `${setting} = ${value}`).join("\n")]) },
    ...matrixTables(cells, run.identities.map(({ name }) => name)),
    ...(run.control === undefined || run.control.denials === 0 ? [] : [{ kind: "text" as const, title: "Without the protection", text: `${run.control.fell} of ${run.control.denials} denials fell, ${run.control.stood.length} stood, ${run.control.failed.length} failed in another way.\n${run.control.lifted.join("\n")}` }]),
    ...(run.mutants === undefined ? [] : [{ kind: "table" as const, title: `Weakened policies: ${score(run.mutants)} noticed`, columns: ["Policy", "Part taken away", "Verdict", "By"], rows: run.mutants.map(({ weakening, verdict, how }) => [weakening.of, weakening.part, verdict, how]) }]),
  ];
}

function dataOf(run: Run, cells: readonly Cell[], differences: readonly SpecDifference[] | undefined): Record<string, Json> {
  return {
    matrix: {
      identities: run.identities.map(({ name, role, settings }) => ({ name, role: role ?? null, settings })),
      objects: run.objects.map(({ form, schema, name, signature }) => ({ form, schema, name, signature: signature ?? null })),
      operations: [...operations],
      cells: cells.map((cell) => ({ ...cell, witness: cell.id })),
    },
    witnesses: Object.fromEntries(run.tried.map((tried, at) => [cells[at]!.id, tried.outcome.witness as unknown as Json])),
    control: run.control === undefined ? null : { lifted: [...run.control.lifted], denials: run.control.denials, fell: run.control.fell, stood: run.control.stood.map((tried) => cellOf(tried).id), failed: run.control.failed.map((tried) => cellOf(tried).id) },
    mutants: run.mutants === undefined ? null : run.mutants.map(({ weakening, verdict, how }) => ({ of: weakening.of, part: weakening.part, verdict, how })),
    differences: differences === undefined ? null : differences.map((difference) => ({ ...difference })),
    traces: [...run.traces],
  };
}
