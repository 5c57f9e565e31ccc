import type { StatementFacts } from "../../../core/script/facts.ts";

/** All but what it destroys, which depends on the other statements. */
export type BareFacts = Omit<StatementFacts, "destroys">;

/** What a reader of one statement family says; the rest has defaults. */
export type PartialFacts = Partial<Omit<BareFacts, "statement" | "kind" | "verb">> & Pick<BareFacts, "kind"> & { readonly verb?: string };
