import type { MongoCommand } from "../mongoCommand.ts";
import { changeFacts } from "./changes.ts";
import { kindOf } from "./kinds.ts";
import type { PartialFacts } from "./partialFacts.ts";
import { queryFacts } from "./queries.ts";
import { structureFacts } from "./structure.ts";

/** Facts of one command. `base`: where its statement starts in the script. */
export function commandFacts(command: MongoCommand, base: number): PartialFacts {
  const kind = kindOf(command.name);
  switch (kind) {
    case "ddl":
      return { kind, ...structureFacts(command, base) };
    case "dml":
      return { kind, transaction: "inside", ...changeFacts(command, base) };
    case "query":
      return queryFacts(command, base);
    default:
      return { kind };
  }
}
