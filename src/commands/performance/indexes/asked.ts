import { UsageError } from "../../../core/errors.ts";
import type { CommandInput } from "../../context.ts";

/** What indexes are wanted for, and how they are to be tried. */
export interface Asked {
  readonly source: { readonly kind: "query"; readonly query: string } | { readonly kind: "workload"; readonly file: string } | { readonly kind: "hotPaths"; readonly top: number };
  readonly how: "build" | "target" | undefined;
  readonly migration: boolean;
  readonly most: number;
  readonly user: string | undefined;
  readonly dbRole: string | undefined;
}

/** Throws UsageError where nothing, or more than one thing, says what the indexes are for. */
export function readAsked({ flags }: CommandInput): Asked {
  const text = (name: string): string | undefined => (typeof flags[name] === "string" ? flags[name] : undefined);
  const query = text("query");
  const workload = text("workload");
  const given = [query === undefined ? "" : "--query", workload === undefined ? "" : "--workload", flags["hotpaths"] === true ? "--hotpaths" : ""].filter((one) => one !== "");
  if (given.length === 0) throw new UsageError("missingArgument", "Nothing says what the indexes are for.", { next: "Give a query, as in: design-indexes --query \"select …\"; a file of statements with --workload FILE; or what the server counted with --hotpaths." });
  if (given.length > 1) throw new UsageError("badArgument", `Indexes are designed for one thing at a time, not for ${given.join(" and ")}.`, { next: "Put the query into the workload file." });
  if (flags["build"] === true && flags["on-target"] === true) throw new UsageError("badArgument", "--build and --on-target exclude each other.", { next: "--build makes the indexes on a disposable copy, --on-target in a transaction of the target that is rolled back." });
  return {
    source: query !== undefined ? { kind: "query", query } : workload !== undefined ? { kind: "workload", file: workload } : { kind: "hotPaths", top: numberOf(flags["top"], "top", 20, 200) },
    how: flags["build"] === true ? "build" : flags["on-target"] === true ? "target" : undefined,
    migration: flags["migration"] === true,
    most: numberOf(flags["most"], "most", 8, 50),
    user: text("user"),
    dbRole: text("db-role"),
  };
}

function numberOf(value: string | true | undefined, name: string, unlessTold: number, most: number): number {
  const number = value === undefined ? unlessTold : Number(value);
  if (!Number.isInteger(number) || number < 1 || number > most) throw new UsageError("badArgument", `--${name} is a number from 1 to ${most}, not "${String(value)}".`);
  return number;
}
