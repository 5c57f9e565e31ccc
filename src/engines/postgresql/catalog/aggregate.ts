import { quoteObject, quoteText } from "../quote.ts";

/** pg_aggregate's row in words; functions are the server's quoted names. */
export interface Aggregate {
  readonly arguments: string;
  /** n normal, o ordered-set, h hypothetical-set */
  readonly kind: "n" | "o" | "h";
  /** s safe, r restricted, u unsafe */
  readonly parallel: "s" | "r" | "u";
  readonly stateFunction: string;
  readonly stateType: string;
  readonly stateSpace: number;
  readonly finalFunction: string | null;
  readonly finalExtra: boolean;
  /** r read-only, s shareable, w read-write */
  readonly finalModify: "r" | "s" | "w";
  readonly combineFunction: string | null;
  readonly serialFunction: string | null;
  readonly deserialFunction: string | null;
  readonly initial: string | null;
  readonly movingStateFunction: string | null;
  readonly movingInverse: string | null;
  readonly movingStateType: string | null;
  readonly movingStateSpace: number;
  readonly movingFinal: string | null;
  readonly movingFinalExtra: boolean;
  readonly movingFinalModify: "r" | "s" | "w";
  readonly movingInitial: string | null;
  readonly sortOperator: string | null;
}

const modify = { r: "READ_ONLY", s: "SHAREABLE", w: "READ_WRITE" } as const;
const parallel = { s: "SAFE", r: "RESTRICTED", u: "UNSAFE" } as const;

/** The server has no pg_get_functiondef for aggregates; this is what it would say. */
export function aggregateDefinition(named: { readonly schema: string; readonly name: string }, aggregate: Aggregate): string {
  const usual = aggregate.kind === "n" ? "r" : "w";
  const clauses: [string, string | number | null | false][] = [
    ["SFUNC", aggregate.stateFunction],
    ["STYPE", aggregate.stateType],
    ["SSPACE", aggregate.stateSpace || null],
    ["FINALFUNC", aggregate.finalFunction],
    ["FINALFUNC_EXTRA", aggregate.finalExtra && ""],
    ["FINALFUNC_MODIFY", aggregate.finalFunction !== null && aggregate.finalModify !== usual && modify[aggregate.finalModify]],
    ["COMBINEFUNC", aggregate.combineFunction],
    ["SERIALFUNC", aggregate.serialFunction],
    ["DESERIALFUNC", aggregate.deserialFunction],
    ["INITCOND", aggregate.initial === null ? null : quoteText(aggregate.initial)],
    ["MSFUNC", aggregate.movingStateFunction],
    ["MINVFUNC", aggregate.movingInverse],
    ["MSTYPE", aggregate.movingStateType],
    ["MSSPACE", aggregate.movingStateSpace || null],
    ["MFINALFUNC", aggregate.movingFinal],
    ["MFINALFUNC_EXTRA", aggregate.movingFinalExtra && ""],
    ["MFINALFUNC_MODIFY", aggregate.movingFinal !== null && aggregate.movingFinalModify !== usual && modify[aggregate.movingFinalModify]],
    ["MINITCOND", aggregate.movingInitial === null ? null : quoteText(aggregate.movingInitial)],
    ["SORTOP", aggregate.sortOperator],
    ["HYPOTHETICAL", aggregate.kind === "h" && ""],
    ["PARALLEL", aggregate.parallel !== "u" && parallel[aggregate.parallel]],
  ];
  const shown = clauses.flatMap(([word, value]) => (value === null || value === false ? [] : [value === "" ? word : `${word} = ${value}`]));
  const list = aggregate.arguments === "" ? "*" : aggregate.arguments;
  return `CREATE OR REPLACE AGGREGATE ${quoteObject(named)}(${list}) (\n    ${shown.join(",\n    ")}\n)`;
}
