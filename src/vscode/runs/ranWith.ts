import type { Services } from "../services.ts";
import type { Ran } from "./finishedRuns.ts";

/** What is remembered of a run that has just ended. */
export function ranWith(services: Services, args: readonly string[], flags: Readonly<Record<string, string | true | undefined>>): Ran {
  const given = Object.entries(flags).filter((flag): flag is [string, string | true] => flag[1] !== undefined);
  const { active } = services.connections;
  return { args, flags: Object.fromEntries(given), ...(active === undefined ? {} : { connection: active.name }) };
}
