import type { AuditFinding } from "../../audit/auditFinding.ts";
import { findingKey } from "../../audit/auditFinding.ts";
import { foreignKeyWithoutIndex } from "../../audit/integrity/foreignKeyWithoutIndex.ts";
import { duplicateIndex, redundantIndex } from "../../audit/integrity/redundantIndexes.ts";
import { invalidIndex } from "../../audit/integrity/states.ts";
import type { Finding } from "../../report/report.ts";
import { bytesText } from "../amounts.ts";
import type { WorkRoom, WorkRule } from "../workRule.ts";
import { tableOf } from "../workRule.ts";

const rules = [duplicateIndex, redundantIndex, invalidIndex, foreignKeyWithoutIndex];

/** What the structure alone tells of indexes, with what they weigh and how often they were used. */
export const schemaIndexes: WorkRule = {
  id: "workload/schema-indexes",
  title: "Index that is double, invalid or missing",
  why: "The rules of security-audit schema, told here with sizes and uses; their findings have the same keys there.",
  find: (room) => rules.flatMap((rule) => rule.find(room.schema)).map((finding): Finding => ({
    rule: finding.rule, key: findingKey(finding), severity: finding.severity, object: finding.object, message: `${finding.message}${weighed(room, finding)}`,
    ...(finding.fix === undefined ? {} : { fix: { title: finding.fix.title, sql: finding.fix.statements.join(";\n"), proven: false } }),
  })),
};

function weighed({ workload }: WorkRoom, { object, part }: AuditFinding): string {
  const work = workload.indexes.find((one) => one.index === part && tableOf(one) === object);
  if (work === undefined) return "";
  const told = [work.bytes === undefined ? "" : bytesText(work.bytes), work.scans === undefined ? "" : `used ${work.scans} times`].filter((one) => one !== "");
  return told.length === 0 ? "" : ` (${told.join(", ")})`;
}
