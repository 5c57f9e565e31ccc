import type { Catalog } from "../../../core/catalog/catalog.ts";
import { counted } from "../../../core/counted.ts";
import type { Json } from "../../../core/json.ts";
import { diagnose } from "../../../core/plan/diagnose.ts";
import { drawPlan, nodeName } from "../../../core/plan/draw.ts";
import type { Plan } from "../../../core/plan/plan.ts";
import type { PlanDiagnostic } from "../../../core/plan/planRule.ts";
import { planView } from "../../../core/plan/planView.ts";
import type { PlanView } from "../../../core/plan/planView.ts";
import type { Evidence, Finding, ReportBody } from "../../../core/report/report.ts";
import { LineIndex } from "../../../core/script/textPosition.ts";
import { costWords, ratioWords } from "./costWords.ts";
import type { ReadPlan } from "./readPlan.ts";

/** One plan of a report, and whence it is. */
export interface ReportedPlan {
  readonly read: ReadPlan;
  readonly title?: string;
  readonly file?: string;
}

export interface PlanReportParts {
  readonly after: ReportedPlan;
  readonly before?: ReportedPlan;
  readonly catalog?: Catalog;
  /** What the execution left although it was rolled back. */
  readonly leftBehind?: readonly string[];
}

/** The report of one plan, or of two that are compared. */
export function planReport({ after, before, catalog, leftBehind = [] }: PlanReportParts): ReportBody {
  if (!("plan" in after.read)) return unread(after);
  const { plan, engine } = after.read;
  const view = planView(plan, catalog);
  const diagnostics = diagnose(plan, engine.plans?.rules ?? [], catalog);
  const other = before === undefined ? undefined : "plan" in before.read ? before.read.plan : undefined;
  const suggestions = diagnostics.flatMap((one) => (one.sql === undefined ? [] : [{ title: one.advice ?? one.saw, sql: one.sql, proven: false }]));
  return {
    status: diagnostics.some(({ severity }) => severity === "error") ? "failed" : "passed",
    summary: summaryOf(view, diagnostics, other),
    findings: [
      ...diagnostics.map((one) => findingOf(one, view, after.file)),
      ...(before === undefined || "plan" in before.read ? [] : unread(before).findings ?? []),
      ...leftBehind.map((message): Finding => ({ rule: "plan/left-behind", severity: "info", message })),
    ],
    evidence: [
      { kind: "text", title: after.title === undefined ? "Plan" : `Plan: ${after.title}`, text: drawPlan(view) },
      ...(other === undefined ? [] : [{ kind: "text", title: `Compared with${before?.title === undefined ? "" : `: ${before.title}`}`, text: drawPlan(planView(other, catalog)) } satisfies Evidence]),
      ...(plan.notes.length === 0 ? [] : [{ kind: "text", title: "Not understood", text: plan.notes.join("\n") } satisfies Evidence]),
    ],
    data: {
      plan: plan as unknown as Json, diagnostics: diagnostics as unknown as Json, suggestions,
      ...(after.title === undefined ? {} : { title: after.title }),
      ...(other === undefined ? {} : { before: other as unknown as Json, ...(before?.title === undefined ? {} : { beforeTitle: before.title }) }),
    },
  };
}

/** What cannot be read is shown as it is, with the reason. */
function unread({ read, file }: ReportedPlan): ReportBody {
  if ("plan" in read) return { status: "passed", summary: "" };
  const { raw, reason, at } = read;
  const lines = new LineIndex(raw);
  const finding: Finding = { rule: "plan/unread", severity: "error", message: `This plan could not be read: ${reason}`, ...(file === undefined ? {} : { file }), ...(at === undefined ? {} : { range: lines.range(at, at) }) };
  return { status: "failed", summary: finding.message, findings: [finding], evidence: [{ kind: "text", title: "As it was given", text: raw }], data: { plan: null, raw, reason, diagnostics: [], suggestions: [] } };
}

function findingOf(one: PlanDiagnostic, view: PlanView, file: string | undefined): Finding {
  const node = one.node === undefined ? undefined : view.nodes[one.node];
  return {
    rule: one.rule, severity: one.severity, message: [one.saw, one.matters, one.advice ?? ""].filter((part) => part !== "").join(" "),
    ...(node === undefined ? {} : { object: nodeName(node) }),
    ...(file === undefined ? {} : { file }),
    ...(one.sql === undefined ? {} : { fix: { title: one.advice ?? one.saw, sql: one.sql, proven: false } }),
  };
}

function summaryOf(view: PlanView, diagnostics: readonly PlanDiagnostic[], other: Plan | undefined): string {
  const { plan } = view;
  const worst = diagnostics.filter(({ severity }) => severity !== "info").length;
  const seen = worst === 0 ? "nothing in it needs changing" : `${counted(worst, "thing")} in it ${worst === 1 ? "is" : "are"} worth changing`;
  const hottest = [...view.nodes].sort((a, b) => (view.shareOf(b) ?? 0) - (view.shareOf(a) ?? 0))[0];
  const most = hottest === undefined || view.nodes.length < 2 || view.shareInWords(hottest) === "" ? "" : ` Most goes to ${nodeName(hottest)}: ${view.shareInWords(hottest)}.`;
  return `${costWords(plan)}: ${counted(view.nodes.length, "node")}, ${seen}.${most}${other === undefined ? "" : ` Compared with: ${costWords(other).toLowerCase()}${ratioWords(other, plan) === "" ? "" : `,${ratioWords(other, plan)}`}.`}`;
}
