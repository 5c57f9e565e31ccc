import type { RoutineObject } from "../../../core/catalog/catalog.ts";
import type { RawRow } from "../wire/batch.ts";
import { type Aggregate, aggregateDefinition } from "./aggregate.ts";
import type { Comments } from "./comments.ts";
import { described, grantsOf } from "./described.ts";
import type { CatalogQuery } from "./family.ts";
import { grants, notOfExtension, roleOf, userSchema } from "./sql.ts";

const regproc = (column: string): string => `CASE WHEN g.${column} = 0 THEN NULL ELSE g.${column}::pg_catalog.regproc::pg_catalog.text END`;

const aggregate = `(SELECT pg_catalog.json_build_object(
    'arguments', pg_catalog.pg_get_function_arguments(p.oid), 'kind', g.aggkind, 'parallel', p.proparallel,
    'stateFunction', ${regproc("aggtransfn")}, 'stateType', pg_catalog.format_type(g.aggtranstype, NULL), 'stateSpace', g.aggtransspace,
    'finalFunction', ${regproc("aggfinalfn")}, 'finalExtra', g.aggfinalextra, 'finalModify', g.aggfinalmodify,
    'combineFunction', ${regproc("aggcombinefn")}, 'serialFunction', ${regproc("aggserialfn")}, 'deserialFunction', ${regproc("aggdeserialfn")}, 'initial', g.agginitval,
    'movingStateFunction', ${regproc("aggmtransfn")}, 'movingInverse', ${regproc("aggminvtransfn")}, 'movingStateType', CASE WHEN g.aggmtranstype = 0 THEN NULL ELSE pg_catalog.format_type(g.aggmtranstype, NULL) END,
    'movingStateSpace', g.aggmtransspace, 'movingFinal', ${regproc("aggmfinalfn")}, 'movingFinalExtra', g.aggmfinalextra, 'movingFinalModify', g.aggmfinalmodify, 'movingInitial', g.aggminitval,
    'sortOperator', (SELECT 'OPERATOR(' || pg_catalog.quote_ident(sn.nspname) || '.' || o.oprname || ')' FROM pg_catalog.pg_operator o JOIN pg_catalog.pg_namespace sn ON sn.oid = o.oprnamespace WHERE o.oid = g.aggsortop))
  FROM pg_catalog.pg_aggregate g WHERE g.aggfnoid = p.oid)`;

export const routinesQuery: CatalogQuery = {
  name: "routines",
  sql: () => `SELECT n.nspname, p.proname, p.oid, ${roleOf("p.proowner")}, ${grants("p.proacl", "f", "p.proowner")},
      p.prokind, CASE p.prokind WHEN 'a' THEN pg_catalog.pg_get_function_identity_arguments(p.oid) ELSE pg_catalog.oidvectortypes(p.proargtypes) END,
      l.lanname, p.prosecdef, pg_catalog.array_to_json(p.proconfig),
      CASE p.prokind WHEN 'a' THEN NULL ELSE pg_catalog.pg_get_functiondef(p.oid) END, CASE p.prokind WHEN 'a' THEN ${aggregate} END
    FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace JOIN pg_catalog.pg_language l ON l.oid = p.prolang
    WHERE ${userSchema("n")} AND ${notOfExtension("pg_proc", "p.oid")}
      AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend i WHERE i.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND i.objid = p.oid AND i.deptype = 'i')
    ORDER BY n.nspname, p.proname, 7`,
};

const forms: Readonly<Record<string, RoutineObject["form"]>> = { f: "function", p: "procedure", a: "aggregate", w: "window" };

export function readRoutines(rows: readonly RawRow[], comments: Comments): RoutineObject[] {
  return rows.map(([schema, name, oid, owner, grantJson, kind, signature, language, securityDefiner, settings, definition, aggregateJson]) => {
    const named = { schema: schema ?? "", name: name ?? "" };
    return {
      ...named,
      form: forms[kind ?? "f"] ?? "function",
      signature: signature ?? "",
      language: language ?? "",
      securityDefiner: securityDefiner === "t",
      settings: JSON.parse(settings ?? "[]") as string[],
      definition: definition?.trimEnd() ?? aggregateDefinition(named, JSON.parse(aggregateJson ?? "{}") as Aggregate),
      ...described(comments.on("pg_proc", oid), owner, grantsOf(grantJson)),
    };
  });
}
