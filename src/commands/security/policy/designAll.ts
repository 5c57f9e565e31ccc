import type { PolicyDesign, PolicyRequest } from "../../../core/access/policyDesign.ts";
import type { Catalog, TableObject } from "../../../core/catalog/catalog.ts";
import { describeDifference, diffCatalogs } from "../../../core/catalog/diff.ts";
import { qualified } from "../../../core/catalog/objects.ts";
import { isDataEngineerError } from "../../../core/errors.ts";
import type { AccessAdapter } from "../../../engines/access.ts";
import type { Session } from "../../../engines/engine.ts";
import { isRefused, proveDesign, runAll, type Proven } from "./prove.ts";
import { verdictOf, type Verdict } from "./verdict.ts";

export interface Designed {
  readonly table: TableObject;
  readonly design: PolicyDesign;
  readonly proven: Proven;
  readonly verdict: Verdict;
}

/** A table that is left as it is, and why. */
export interface Undecided {
  readonly object: string;
  readonly why: string;
  readonly next?: string;
}

export interface AllDesigned {
  readonly designed: readonly Designed[];
  readonly undecided: readonly Undecided[];
  /** What all undo statements together leave different. */
  readonly differences: readonly string[];
}

/** Inside a trial: one table after the other, each seeing what was made for those before it, so that they share helpers; what is not proven is left out, but what this server cannot try at all. */
export async function designAll(trial: Session, access: AccessAdapter<Session>, before: Catalog, tables: readonly TableObject[], requestFor: (table: TableObject) => PolicyRequest, signal: AbortSignal, step: (table: TableObject, at: number) => void): Promise<AllDesigned> {
  const designed: Designed[] = [];
  const undecided: Undecided[] = [];
  let catalog = before;
  for (const [at, table] of tables.entries()) {
    step(table, at);
    const one = await designOne(trial, access, catalog, table, requestFor(table), signal);
    if ("why" in one) undecided.push(one);
    else {
      designed.push(one);
      catalog = await trial.catalog(signal);
    }
  }
  const refused = await runAll(trial, [...designed].reverse().flatMap(({ design }) => design.undo), signal);
  const differences = refused === null ? diffCatalogs(before, await trial.catalog(signal)).map(describeDifference) : [`${refused.statement.split("\n", 1)[0]} is refused: ${refused.error.message}`];
  return { designed, undecided, differences };
}

async function designOne(trial: Session, access: AccessAdapter<Session>, catalog: Catalog, table: TableObject, request: PolicyRequest, signal: AbortSignal): Promise<Designed | Undecided> {
  const object = qualified(table);
  try {
    const design = await access.design(request, catalog);
    const work = async (): Promise<Designed | Undecided> => {
      const proven = await proveDesign(trial, access, catalog, table, design, true, signal);
      if (isRefused(proven)) return { object, why: `The server refuses a statement: ${proven.error.message}` };
      const verdict = verdictOf(object, proven.tried, design.untried);
      const fit = verdict.proven || verdict.inPart;
      if (!fit && trial.migrations.undoes !== "structure") await runAll(trial, design.undo, signal);
      if (!fit) throw new Unproven([...new Set(verdict.findings.filter(({ severity }) => severity === "error").concat(verdict.findings.slice(0, 2)).map(({ message }) => message))].join(" "));
      return { table, design, proven, verdict };
    };
    return await (trial.migrations.undoes === "structure" ? trial.savepoint("keep", work) : work());
  } catch (error) {
    if (error instanceof Unproven) return { object, why: `It was tried and not proven: ${error.message}` };
    if (!isDataEngineerError(error) || (error.kind !== "usage" && error.kind !== "unsupported")) throw error;
    return { object, why: error.message, ...(error.next === undefined ? {} : { next: error.next }) };
  }
}

/** Undoes the table's own part of the trial. */
class Unproven extends Error {}
