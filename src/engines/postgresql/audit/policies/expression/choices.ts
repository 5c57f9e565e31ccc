/** Thrown where an expression raises an error on the server: nobody gets through. */
export class Raises extends Error {}

class TooMany extends Error {}

const mostRuns = 4096;

/**
 * Runs `work` once for each way in which what is not known could be: `choose` is asked by a name, and answers the same within one run. Gives the set of results,
 * or undefined where there are too many ways.
 */
export function outcomes<Result>(work: (choose: Choose) => Result): ReadonlySet<Result | "raises"> | undefined {
  const results = new Set<Result | "raises">();
  const path: { readonly key: string; readonly count: number; picked: number }[] = [];
  for (let runs = 0; ; runs += 1) {
    if (runs >= mostRuns) return undefined;
    const made = new Map<string, number>();
    const choose: Choose = (key, count) => {
      const known = made.get(key);
      if (known !== undefined) return known;
      let step = path[made.size];
      if (step === undefined) path.push((step = { key, count, picked: 0 }));
      made.set(key, step.picked);
      if (made.size > 60) throw new TooMany();
      return step.picked;
    };
    try {
      results.add(work(choose));
    } catch (error) {
      if (error instanceof TooMany) return undefined;
      if (!(error instanceof Raises)) throw error;
      results.add("raises");
    }
    path.length = Math.min(path.length, made.size);
    while (path.length > 0 && path.at(-1)!.picked + 1 >= path.at(-1)!.count) path.pop();
    const last = path.at(-1);
    if (last === undefined) return results;
    last.picked += 1;
  }
}

/** Which of `count` ways, from 0, the thing of this name is in the current run. */
export type Choose = (key: string, count: number) => number;
