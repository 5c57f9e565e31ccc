import type { TableObject } from "../catalog/catalog.ts";
import type { FixCandidate } from "./auditFinding.ts";
import type { CatalogRoom } from "./catalogRule.ts";

/** A fix that turns a table into what `to` gives. Its statements are made when somebody asks for them: of many findings few are proven. */
export function tableFix(room: CatalogRoom, title: string, table: TableObject, to: () => TableObject): FixCandidate {
  let made: Pick<FixCandidate, "statements" | "undo"> | undefined;
  const change = (): Pick<FixCandidate, "statements" | "undo"> => (made ??= room.change(table, to()));
  return {
    title,
    get statements() {
      return change().statements;
    },
    get undo() {
      return change().undo;
    },
  };
}
