import type { Catalog } from "../../catalog/catalog.ts";
import { diffCatalogs } from "../../catalog/diff.ts";
import type { Difference } from "../../catalog/diff.ts";
import type { Migration } from "../migration.ts";
import type { Proof } from "../result.ts";
import { onlyTheClock } from "./clock.ts";
import type { RunPlan } from "../plan.ts";
import type { Loss } from "./losses.ts";
import type { Foreseen } from "./lookAhead.ts";
import type { Outcome } from "./outcome.ts";

/** A migration whose scripts are read. `down` is null where it has none. */
export interface Prepared {
  readonly migration: Migration;
  readonly up: RunPlan;
  readonly down: RunPlan | null;
  /** Only `up` is tried, and nothing is expected to undo it: a down script by itself, or what must run before the migrations that were asked for. */
  readonly alone?: true;
}

export interface Problem {
  readonly check: string;
  readonly object: string;
  readonly message: string;
}

/** What the database counted and checked by itself; only where the trial ran on a copy or a scratch database. */
export interface Health {
  readonly rows: ReadonlyMap<string, number>;
  readonly problems: readonly Problem[];
}

/** The down script after the up script, and what it left different. */
export interface DownTrial {
  readonly outcomes: readonly Outcome[];
  /** null where the script failed. */
  readonly catalog: Catalog | null;
  readonly differences: readonly Difference[];
}

/** All that was seen while one migration was tried. */
export interface Trial {
  readonly prepared: Prepared;
  readonly proof: Proof;
  readonly before: Catalog;
  /** null where the up script failed. */
  readonly after: Catalog | null;
  readonly up: readonly Outcome[];
  readonly losses: readonly Loss[];
  /** Only where it was tried on a scratch database. */
  readonly foreseen?: readonly Foreseen[];
  /** About how many rows the tables of the target have, by qualified name; only where it was tried with some of them. */
  readonly sizes?: ReadonlyMap<string, number>;
  readonly down: DownTrial | null;
  readonly health?: { readonly before: Health; readonly after: Health };
}

/** `since`: when the dry-run began, in milliseconds; texts that differ only in a time since then are the same script run twice. */
export function downTrial(before: Catalog, outcomes: readonly Outcome[], catalog: Catalog | null, since = Number.POSITIVE_INFINITY): DownTrial {
  const differences = catalog === null ? [] : diffCatalogs(before, catalog);
  return { outcomes, catalog, differences: differences.filter((difference) => !onlyTheClock(difference, since)) };
}

/** The down script, where there is one that may be run. */
export function downToTry({ down }: Prepared): RunPlan | null {
  return down === null || down.refusals.length > 0 ? null : down;
}
