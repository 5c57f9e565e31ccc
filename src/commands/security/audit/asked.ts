import type { AuditScope } from "../../../core/audit/rule.ts";
import { RefusedError, UsageError } from "../../../core/errors.ts";
import type { CommandContext, CommandInput } from "../../context.ts";

/** What an audit is to do, checked. */
export interface Asked {
  readonly scope: AuditScope;
  /** How much is tried: all, the worst, or nothing and why. */
  readonly witness: { readonly how: "all" | "worst" } | { readonly how: "none"; readonly why: string };
  readonly dismiss?: { readonly key: string; readonly reason: string; readonly until?: string };
  /** The key of a finding whose dismissal is taken back. */
  readonly undismiss?: string;
  readonly baseline: boolean;
}

/** What a person may decide about findings, one at a time. */
const decisions = ["dismiss", "undismiss", "baseline"];

type Flags = CommandInput["flags"];

/** Reads the words of the command. Throws UsageError, and RefusedError for a witness in explore mode. */
export function readAsked(context: Pick<CommandContext, "mode" | "role" | "now">, input: CommandInput): Asked {
  const { flags } = input;
  const scope = input.args["scope"] as AuditScope;
  const given = decisions.filter((flag) => flags[flag] !== undefined);
  if (given.length > 1) throw new UsageError("badArgument", `--${given.join(" and --")} are ${given.length === 2 ? "two" : "three"} decisions.`, { next: "Make them one after the other." });
  const dismiss = dismissal(flags, context.now());
  const undismiss = typeof flags["undismiss"] === "string" ? flags["undismiss"].trim() : undefined;
  return { scope, witness: witness(context, flags), baseline: flags["baseline"] === true, ...(undismiss === undefined ? {} : { undismiss }), ...(dismiss === undefined ? {} : { dismiss }) };
}

function witness({ mode, role }: Pick<CommandContext, "mode" | "role">, flags: Flags): Asked["witness"] {
  const wanted = flags["witness"] === true;
  if (wanted && flags["no-witness"] === true) throw new UsageError("badArgument", "--witness and --no-witness exclude each other.", { next: "Give one of them, or none to try the worst findings." });
  if (wanted && mode === "explore") throw new RefusedError("exploreMode", "A witness run makes rows and executes fixes before it undoes them, which explore mode does not allow.", { next: "Leave explore mode, or leave --witness out to audit by reading alone." });
  if (flags["no-witness"] === true) return { how: "none", why: "--no-witness was given" };
  if (mode === "explore") return { how: "none", why: "explore mode only reads" };
  if (wanted) return { how: "all" };
  if (decisions.some((flag) => flags[flag] !== undefined)) return { how: "none", why: "a decision was made, which needs no trial; --witness tries all the same" };
  return role === "production" ? { how: "none", why: "nothing is tried on a production database unless --witness is given" } : { how: "worst" };
}

function dismissal(flags: Flags, now: Date): Asked["dismiss"] {
  const { dismiss: key, reason, until } = flags;
  if (typeof key !== "string") {
    const lonely = ["reason", "until"].find((flag) => flags[flag] !== undefined);
    if (lonely !== undefined) throw new UsageError("badArgument", `--${lonely} says something about a dismissal, and none was asked for.`, { next: 'Write --dismiss "KEY" --reason "TEXT", with the key as the audit shows it.' });
    return undefined;
  }
  if (typeof reason !== "string" || reason.trim() === "") throw new UsageError("missingArgument", "--dismiss needs a reason: whoever reads the next audit must know why this was accepted.", { next: `Write --dismiss "${key}" --reason "TEXT" [--until DATE]` });
  return { key: key.trim(), reason: reason.trim(), ...(typeof until === "string" ? { until: day(until.trim(), now) } : {}) };
}

/** "2027-06-30", a day that there is and that is not over. */
function day(text: string, now: Date): string {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  if (at === undefined || Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== text) throw new UsageError("badArgument", `--until needs a day of the calendar, not "${text}".`, { next: "Write it as 2027-06-30." });
  if (text < now.toISOString().slice(0, 10)) throw new UsageError("badArgument", `--until ${text} is over already.`, { next: "Name a day to come, or leave --until out to accept it for good." });
  return text;
}
