import type { Attempted } from "../../../core/access/attempt.ts";
import { objectName, tryName } from "../../../core/access/cell.ts";
import { differenceText, type SpecDifference } from "../../../core/access/spec.ts";
import { counted } from "../../../core/counted.ts";
import type { Finding } from "../../../core/report/report.ts";
import type { Control } from "./control.ts";
import type { Mutant } from "./mutate.ts";

/** As many objects that lack the same are told in one finding. */
const many = 3;

/** One finding for each object and reason, or for each reason that many objects share; cells that could not be tested are no denials. */
export function untestedFindings(tried: readonly Attempted[]): Finding[] {
  const reasons = new Map<string, Attempted[]>();
  for (const one of tried) if (one.outcome.verdict === "error") reasons.set(one.outcome.message ?? "no reason", [...(reasons.get(one.outcome.message ?? "no reason") ?? []), one]);
  const used = new Map<string, number>();
  return [...reasons.values()].flatMap((all) => {
    const objects = [...new Set(all.map(({ object }) => objectName(object)))];
    return objects.length < many ? objects.map((object) => untested(all.filter((one) => objectName(one.object) === object), object)) : [untested(all)];
  }).map((finding) => {
    const times = (used.get(finding.key) ?? 0) + 1;
    used.set(finding.key, times);
    return times === 1 ? finding : { ...finding, key: `${finding.key} #${times}` };
  });
}

function untested(cells: readonly Attempted[], object?: string): Finding & { readonly key: string } {
  const [first] = cells;
  const objects = [...new Set(cells.map((cell) => objectName(cell.object)))];
  const what = [...new Set(cells.map((cell) => `${cell.identity.name}: ${tryName(cell)}`))];
  const shown = `${what.slice(0, 4).join("; ")}${what.length > 4 ? "; …" : ""}`;
  return {
    rule: "access/untested", key: `access/untested ${object ?? objects.length} ${what[0] ?? ""}`, severity: "warning", ...(object === undefined ? {} : { object }),
    message: `${counted(cells.length, "cell")} of ${objects.slice(0, 8).join(", ")}${objects.length > 8 ? ", …" : ""} could not be tested (${shown}): ${first!.outcome.message ?? "no reason"}`, evidence: first!.outcome.witness,
  };
}

/** Denials that do not come from the protection. */
export function controlFindings(control: Control | undefined): Finding[] {
  if (control === undefined || control.denials === 0) return [];
  const all = control.fell === 0 && control.failed.length < control.denials;
  return [
    ...(all ? [{ rule: "access/control", key: "access/control", severity: "error" as const, message: `None of ${counted(control.denials, "denial")} fell when row security was off and every right given: nothing shows that these tests test the protection.` }] : []),
    ...(control.failed.length === 0 ? [] : [{ rule: "access/control", key: "access/control failed", severity: "warning" as const, message: `${counted(control.failed.length, "denial")} failed in another way when the protection was lifted, so nothing shows that they come from it: ${control.failed.slice(0, 3).map((one) => `${objectName(one.object)}, ${one.identity.name}: ${tryName(one)} (${one.outcome.message ?? "no reason"})`).join("; ")}.` }]),
    ...(all ? [] : control.stood).map((one): Finding => ({
      rule: "access/tests-nothing", key: `access/tests-nothing ${objectName(one.object)} ${one.identity.name} ${tryName(one)}`, severity: "info", object: objectName(one.object),
      message: `${one.identity.name}: ${tryName(one)} of ${objectName(one.object)} is denied also without any policy and with every right, so its denial says nothing about them${one.outcome.message === undefined ? "." : `: ${one.outcome.message}`}`,
      evidence: one.outcome.witness,
    })),
  ];
}

export function differenceFindings(differences: readonly SpecDifference[], file: string): Finding[] {
  return differences.map((difference) => ({ rule: "access/differs", key: `access/differs ${difference.object} ${difference.identity} ${difference.tried}`, severity: "error", object: difference.object, file, message: differenceText(difference) }));
}

export function survivorFindings(mutants: readonly Mutant[]): Finding[] {
  return mutants.filter(({ verdict }) => verdict === "survived").map(({ weakening }) => ({
    rule: "access/unnoticed", key: `access/unnoticed ${weakening.of} ${weakening.part}`, severity: "warning", message: `No test notices when ${weakening.of} loses the part ${weakening.part}.`,
    evidence: [{ kind: "sql", title: "Weakened by", sql: weakening.statements.map((statement) => `${statement};`).join("\n") }],
  }));
}
