import type { StatementFacts } from "../../../core/script/facts.ts";

/** What a reader of one family of commands says; the rest has defaults. */
export type PartialFacts = Partial<Omit<StatementFacts, "statement" | "kind">> & Pick<StatementFacts, "kind">;
export type MoreFacts = Omit<PartialFacts, "kind">;
