import type { IndexStmt } from "libpg-query";
import type { ObjectRef } from "../../../core/script/facts.ts";
import { objectName } from "./constraints.ts";
import { parts, relationNamed, relationRef } from "./names.ts";
import type { Handlers } from "./nodes.ts";
import { all, as, strings } from "./nodes.ts";
import { tableScope, walkExpression } from "./queries.ts";

export const indexStatements: Handlers = {
  IndexStmt(statement, facts) {
    facts.verb = `CREATE ${statement.unique === true ? "UNIQUE " : ""}INDEX${statement.concurrent === true ? " CONCURRENTLY" : ""}`;
    facts.idempotent = statement.if_not_exists === true;
    if (statement.concurrent === true) facts.transaction = "outside";
    const table = relationRef("table", statement.relation, facts);
    const index = indexRef(statement, table);
    facts.defines.push(index);
    facts.use(table, statement.relation?.location);
    facts.dependingOn(index, () => {
      for (const element of [...all(statement.indexParams, "IndexElem"), ...all(statement.indexIncludingParams, "IndexElem")]) {
        if (element.name !== undefined) facts.useColumn(table, element.name);
        const opclass = parts(strings(element.opclass));
        if (opclass.name !== "") facts.use({ kind: "other", name: `operator class ${opclass.name}` });
      }
      facts.later({ soft: false }, () => walkExpression([statement.indexParams, statement.whereClause], facts, tableScope(table)));
    });
  },
  CreateStatsStmt(statement, facts) {
    facts.verb = "CREATE STATISTICS";
    facts.idempotent = statement.if_not_exists === true;
    const { schema, name } = parts(strings(statement.defnames));
    facts.defines.push(schema === undefined ? { kind: "other", name: `statistics ${name}` } : { kind: "other", schema, name: `statistics ${name}` });
    for (const relation of all(statement.relations, "RangeVar")) {
      const table = relationRef("table", relation, facts);
      facts.use(table, relation.location);
      for (const element of all(statement.exprs, "StatsElem")) if (element.name !== undefined) facts.useColumn(table, element.name);
      walkExpression(statement.exprs, facts, tableScope(table));
    }
  },
  ReindexStmt(statement, facts) {
    facts.verb = "REINDEX";
    facts.kind = "utility";
    const concurrent = all(statement.params, "DefElem").some((option) => option.defname === "concurrently");
    const single = statement.kind === "REINDEX_OBJECT_INDEX" || statement.kind === "REINDEX_OBJECT_TABLE";
    if (concurrent || !single) facts.transaction = "outside";
    if (single) facts.use(relationRef(statement.kind === "REINDEX_OBJECT_INDEX" ? "index" : "table", statement.relation, facts), statement.relation?.location);
  },
  ClusterStmt(statement, facts) {
    facts.verb = "CLUSTER";
    facts.kind = "utility";
    if (statement.relation === undefined) facts.transaction = "outside";
    else {
      const table = relationRef("table", statement.relation, facts);
      facts.use(table, statement.relation.location);
      if (statement.indexname !== undefined) facts.use({ ...relationNamed("index", [statement.indexname], facts), table: table.name });
    }
  },
};

/** The index in its table's schema; where it has no name, the one that the server gives. */
function indexRef(statement: IndexStmt, table: ObjectRef): ObjectRef {
  const elements = all(statement.indexParams, "IndexElem");
  const columns = elements.map((element) => element.name);
  const named = statement.idxname !== undefined && statement.idxname !== "";
  const name = named ? statement.idxname! : objectName(table.name, elements.map((element) => element.name ?? strings(as(element.expr, "FuncCall")?.funcname).at(-1) ?? "expr").join("_"), "idx");
  const unique = statement.unique === true && statement.whereClause === undefined && columns.every((column) => column !== undefined) ? { unique: columns } : {};
  return { kind: "index", ...(table.schema !== undefined && { schema: table.schema }), table: table.name, name, ...unique };
}
