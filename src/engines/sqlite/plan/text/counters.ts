import type { RowRuns } from "../planRow.ts";

const counters = /\s*\(((?:cycles|loops|rows)=[^()]*)\)$/;

/** Takes the counters of `.scanstats` off the end of a line: "SCAN t (cycles=1200 [8%] loops=1 rows=100 rpl=100.0 est=96.0)". */
export function withCounters(detail: string): { readonly detail: string; readonly runs?: RowRuns } {
  const match = counters.exec(detail);
  if (match === null) return { detail };
  const value = (name: string): number | undefined => {
    const found = new RegExp(`\\b${name}=([0-9.]+)`).exec(match[1] ?? "")?.[1];
    return found === undefined ? undefined : Number(found);
  };
  const [loops, rows, cycles, estimatedPerLoop] = ["loops", "rows", "cycles", "est"].map(value);
  return {
    detail: detail.slice(0, match.index).trimEnd(),
    runs: {
      ...(loops === undefined ? {} : { loops }),
      ...(rows === undefined ? {} : { rows }),
      ...(cycles === undefined ? {} : { cycles }),
      ...(estimatedPerLoop === undefined ? {} : { estimatedRows: estimatedPerLoop }),
    },
  };
}
