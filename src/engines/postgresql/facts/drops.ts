import type { ObjectKind } from "../../../core/script/facts.ts";
import type { Handlers } from "./nodes.ts";
import { all } from "./nodes.ts";
import { relationRef } from "./names.ts";
import { namedObject, typeWords } from "./objects.ts";
import { provided } from "./extensionContents.ts";

/** Kinds whose loss a person is asked about. Indexes, triggers, constraints and policies hold no data and come back from the snapshot. */
const precious: readonly ObjectKind[] = ["table", "sequence", "schema", "type", "domain", "view", "materializedView", "routine", "extension"];

export const dropStatements: Handlers = {
  DropStmt(statement, facts) {
    facts.verb = `DROP ${typeWords(statement.removeType)}${statement.concurrent === true ? " CONCURRENTLY" : ""}`;
    facts.idempotent = statement.missing_ok === true;
    facts.cascade = statement.behavior === "DROP_CASCADE";
    if (statement.concurrent === true) facts.transaction = "outside";
    for (const node of statement.objects ?? []) {
      const object = namedObject(statement.removeType, node, facts);
      if (object === undefined) continue;
      facts.drops.push(object);
      if (object.kind === "extension") facts.drops.push(...provided(object.name, undefined));
      if (precious.includes(object.kind) || facts.cascade) facts.destroy({ object, how: facts.cascade ? "dropCascade" : "drop" });
    }
  },
  TruncateStmt(statement, facts) {
    facts.verb = "TRUNCATE";
    for (const relation of all(statement.relations, "RangeVar")) {
      const object = relationRef("table", relation, facts);
      facts.use(object, relation.location);
      facts.destroy({ object, how: "truncate" });
    }
  },
};
