import type { Nouns } from "../../../nouns.ts";
import { nounsOf } from "../../../nouns.ts";
import type { Finding } from "../../../report/report.ts";
import type { Destruction, ObjectKind } from "../../../script/facts.ts";
import type { Loss } from "../losses.ts";
import type { Trial } from "../trial.ts";

/** What the up script loses of what was there before: how many rows, and what depends on it. */
export function destructiveFindings({ prepared, losses, up, before }: Trial): Finding[] {
  const nouns = nounsOf(before.engine);
  const executed = new Set(up.filter((outcome) => outcome.result.status === "passed").map((outcome) => outcome.statement));
  return losses.filter((loss) => executed.has(loss.statement)).map((loss) => {
    const impact = loss.impact.length === 0 ? "" : ` Depends on it: ${loss.impact.slice(0, 5).join(", ")}${loss.impact.length > 5 ? ` and ${loss.impact.length - 5} more` : ""}.`;
    return {
      rule: "dry-run/destructive",
      severity: loss.rows === 0 ? "info" : "warning",
      message: `${sentence(loss, nouns)}${impact}${loss.rows === 0 ? "" : ` Applying it asks for the name and keeps ${holdsRows.has(loss.destruction.object.kind) ? `the ${nouns.row}s` : "its definition"} in a snapshot first.`}`,
      object: loss.object,
      file: prepared.up.file,
      range: loss.statement.range,
      ...(loss.impact.length === 0 ? {} : { evidence: [{ kind: "text" as const, title: `What depends on ${loss.object}`, text: loss.impact.join("\n") }] }),
    };
  });
}

const holdsRows: ReadonlySet<ObjectKind> = new Set(["table", "rows", "column", "schema", "database", "type", "domain", "extension"]);

const deeds = (row: string): Readonly<Record<Destruction["how"], string>> => ({
  drop: "drops",
  dropCascade: "drops, with all that depends on it,",
  truncate: "empties",
  deleteAll: `deletes every ${row} of`,
  updateAll: `overwrites every ${row} of`,
  lossyType: "changes the type, perhaps with loss, of",
  dropColumn: "drops",
  dropDatabase: "drops",
  replace: "replaces",
});

function sentence({ statement, destruction, object, rows }: Loss, { table, row }: Nouns): string {
  const verb = statement.facts?.verb ?? "The statement";
  const kind = destruction.object.kind === "rows" || destruction.object.kind === "table" ? table : destruction.object.kind;
  const held = rows === null ? "" : destruction.object.kind === "column" ? ` with ${count(rows, "value")}` : ` with ${count(rows, row)}`;
  return `${verb} ${deeds(row)[destruction.how]} ${kind} ${object}${held}.`;
}

function count(amount: number, what: string): string {
  return amount === 0 ? `no ${what}s` : `${amount} ${what}${amount === 1 ? "" : "s"}`;
}
