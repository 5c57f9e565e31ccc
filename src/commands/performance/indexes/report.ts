import { counted } from "../../../core/counted.ts";
import type { Identity } from "../../../core/access/identity.ts";
import { isGain } from "../../../core/indexes/choose/gain.ts";
import type { ReportBody } from "../../../core/report/report.ts";
import type { IndexAdapter } from "../../../engines/indexes.ts";
import type { Session } from "../../../engines/engine.ts";
import type { CommandContext } from "../../context.ts";
import { designData } from "./data.ts";
import type { Design } from "./design.ts";
import { designEvidence } from "./evidence.ts";
import { designFindings } from "./findings.ts";
import type { NamedIndex } from "./named.ts";
import { indexesText, numberText, ratioText } from "./numbers.ts";
import type { GivenQueries } from "./queries.ts";
import type { WrittenIndexes } from "./writeIndexes.ts";

export interface Designed {
  readonly context: CommandContext;
  readonly session: Session;
  readonly adapter: IndexAdapter;
  readonly given: GivenQueries;
  readonly design: Design;
  readonly named: readonly NamedIndex[];
  /** Whose plans these are, where it is not the connection's own account. */
  readonly as?: Identity;
  readonly written?: WrittenIndexes;
}

/** What came of it, as a report. */
export function designReport(designed: Designed): ReportBody {
  const { named, written } = designed;
  const failed = written !== undefined && !written.passed;
  return {
    status: failed ? "failed" : "passed",
    summary: `${named.length === 0 ? nothingHelps(designed) : whatHelps(designed)}${wroteWhat(written)}`,
    findings: [...(written?.findings ?? []), ...designFindings(designed)],
    evidence: designEvidence(designed),
    data: designData(designed),
    files: written?.files ?? [],
  };
}

function whatHelps({ named, design: { choice, bench } }: Designed): string {
  const total = (costs: typeof choice.before): number => choice.queries.reduce((sum, { id, calls }) => sum + (costs.get(id)?.cost ?? 0) * calls, 0);
  const better = choice.queries.filter(({ id }) => isGain(choice.before.get(id)?.cost ?? 0, choice.after.get(id)?.cost ?? 0, bench)).length;
  const [before, after] = [total(choice.before), total(choice.after)];
  return `${indexesText(named.length)} for ${better} of ${counted(choice.queries.length, "statement")}: ${numberText(before)} ${bench.unit} become ${numberText(after)} (${ratioText(before, after)}), ${bench.executed ? "executed" : "planned"} ${bench.place}.`;
}

function nothingHelps({ design: { choice, drafted, bench, unread } }: Designed): string {
  const thought = drafted.candidates.length + drafted.existing.length;
  if (thought === 0 && drafted.small.length > 0) return `No index is worth it: ${drafted.small.join(", ")} ${drafted.small.length === 1 ? "is" : "are"} read in a handful of blocks.`;
  if (drafted.existing.length > 0 && drafted.candidates.length === 0) return `No index is worth it: ${[...new Set(drafted.existing.map(({ by }) => by))].slice(0, 3).join(", ")} ${drafted.existing.length === 1 ? "does" : "do"} already what one could.`;
  if (choice.queries.length === 0 && unread[0] !== undefined) return `No statement could be measured. ${unread[0].query}: ${unread[0].why}`;
  if (thought === 0) return "No index is worth it: the statements ask for nothing that one could find.";
  const there = drafted.existing.length === 0 ? "" : ` ${counted(drafted.existing.length, "other")} would do what ${[...new Set(drafted.existing.map(({ by }) => by))].slice(0, 3).join(", ")} does already.`;
  return `No index is worth it: ${counted(choice.tried, "candidate")} tried ${bench.place}, and ${choice.stopped}.${there}`;
}

function wroteWhat(written: WrittenIndexes | undefined): string {
  if (written === undefined) return "";
  if (!written.passed) return " The migration was not written: its own dry-run failed.";
  const back = written.rollbackVerified === true ? "and the way back restores what was there" : "the way back stands in it as a comment, because the folder's layout has no place for one";
  return ` Wrote ${written.files.join(", ")}; the dry-run passed, ${back}.`;
}
