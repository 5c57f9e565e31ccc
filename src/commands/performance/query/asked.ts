import { UsageError } from "../../../core/errors.ts";
import type { CommandInput } from "../../context.ts";

/** What is to be explained. */
export interface Asked {
  /** SQL, a file with it, or the text of a plan. */
  readonly query: string | undefined;
  readonly planFile: string | undefined;
  /** A file with the plan to compare with. */
  readonly compareFile: string | undefined;
  readonly analyse: boolean;
  /** Explained as this user would have it, and compared with what another would. */
  readonly user: string | undefined;
  readonly compareUser: string | undefined;
  readonly dbRole: string | undefined;
}

/** Throws UsageError for flags that exclude each other, or where there is nothing to explain. */
export function readAsked({ args, flags }: CommandInput): Asked {
  const text = (name: string): string | undefined => (typeof flags[name] === "string" ? flags[name] : undefined);
  const asked: Asked = { query: args["query"], planFile: text("plan"), compareFile: text("compare"), analyse: flags["analyze"] === true, user: text("user"), compareUser: text("compare-user"), dbRole: text("db-role") };
  if (asked.query === undefined && asked.planFile === undefined) {
    throw new UsageError("missingArgument", "There is nothing to explain.", { next: "Give a query, as in: analyze-performance query \"select …\"; or the file of a plan with --plan FILE." });
  }
  if (asked.planFile !== undefined) {
    const misplaced = [asked.analyse ? "--analyze" : "", asked.user === undefined ? "" : "--user", asked.compareUser === undefined ? "" : "--compare-user"].filter((flag) => flag !== "");
    if (misplaced.length > 0) throw new UsageError("badArgument", `--plan reads a plan that is there already; ${misplaced.join(" and ")} ${misplaced.length === 1 ? "asks" : "ask"} a server.`, { next: "Give one or the other." });
  }
  if (asked.compareUser !== undefined && (asked.user === undefined || asked.compareFile !== undefined)) {
    throw new UsageError("badArgument", "--compare-user compares two users' plans: it needs --user, and no --compare.", { next: "For example: --user 1 --compare-user 2." });
  }
  return asked;
}
