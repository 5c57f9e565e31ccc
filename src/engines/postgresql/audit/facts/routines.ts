import { userSchema } from "../../catalog/sql.ts";
import { aclJson, type PrivilegeFact } from "./privileges.ts";
import { cellList, cellText, type ReadFacts } from "./read.ts";

/** A function or procedure, those of extensions included. */
export interface RoutineFact {
  readonly schema: string;
  readonly name: string;
  /** Types of the arguments, which tell overloads apart: "integer, text". */
  readonly signature: string;
  /** Names of the input arguments in their order; "" where one has none. */
  readonly argumentNames: readonly string[];
  /** How many of the last arguments may be left out. */
  readonly defaults: number;
  readonly owner: string;
  readonly language: string;
  readonly volatility: "immutable" | "stable" | "volatile";
  readonly securityDefiner: boolean;
  readonly returns: string;
  readonly returnsSet: boolean;
  /** "search_path=\"\"", as ALTER FUNCTION SET left them. */
  readonly settings: readonly string[];
  /** The text between the dollar signs; of a SQL-standard body: that. */
  readonly body: string;
  readonly privileges: readonly PrivilegeFact[];
  /** It came with an extension. */
  readonly extension: boolean;
}

/** As the catalog names types, whatever the search path is: built-in ones by their own names, others with their schema. */
const typeName = `CASE WHEN tn.nspname = 'pg_catalog' THEN pg_catalog.format_type(t.oid, NULL)
  ELSE pg_catalog.quote_ident(tn.nspname) || '.' || CASE WHEN e.oid IS NULL THEN pg_catalog.quote_ident(t.typname) ELSE pg_catalog.quote_ident(e.typname) || '[]' END END`;

function query(version: number): string {
  const body = version >= 140_000 ? "COALESCE(pg_catalog.pg_get_function_sqlbody(p.oid), p.prosrc)" : "p.prosrc";
  return `SELECT n.nspname, p.proname, COALESCE((SELECT pg_catalog.string_agg(${typeName}, ', ' ORDER BY a.ord) FROM pg_catalog.unnest(p.proargtypes) WITH ORDINALITY a(oid, ord)
        JOIN pg_catalog.pg_type t ON t.oid = a.oid JOIN pg_catalog.pg_namespace tn ON tn.oid = t.typnamespace LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem AND t.typcategory = 'A'), ''),
      pg_catalog.array_to_json(CASE WHEN p.proargmodes IS NULL THEN p.proargnames ELSE (SELECT pg_catalog.array_agg(p.proargnames[i] ORDER BY i) FROM pg_catalog.generate_subscripts(p.proargmodes, 1) i WHERE p.proargmodes[i] IN ('i', 'b', 'v')) END)::pg_catalog.text,
      p.pronargdefaults, pg_catalog.pg_get_userbyid(p.proowner), l.lanname, p.provolatile::pg_catalog.text, p.prosecdef, pg_catalog.format_type(p.prorettype, NULL), p.proretset,
      pg_catalog.array_to_json(p.proconfig)::pg_catalog.text, ${body}, ${aclJson("p.proacl", "f", "p.proowner")},
      EXISTS (SELECT 1 FROM pg_catalog.pg_depend x WHERE x.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND x.objid = p.oid AND x.deptype = 'e')
    FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace JOIN pg_catalog.pg_language l ON l.oid = p.prolang
    WHERE p.prokind IN ('f', 'p') AND ${userSchema("n")} ORDER BY 1, 2, 3`;
}

const volatilities: Readonly<Record<string, RoutineFact["volatility"]>> = { i: "immutable", s: "stable", v: "volatile" };

/** One query. */
export async function readRoutines({ rows, version }: ReadFacts): Promise<readonly RoutineFact[]> {
  return (await rows(query(version))).map(([schema, name, signature, argumentNames, defaults, owner, language, volatility, securityDefiner, returns, returnsSet, settings, body, acl, extension]) => ({
    schema: cellText(schema), name: cellText(name), signature: cellText(signature), argumentNames: cellList<string>(argumentNames), defaults: Number(defaults), owner: cellText(owner),
    language: cellText(language), volatility: volatilities[cellText(volatility)] ?? "volatile", securityDefiner: securityDefiner === true, returns: cellText(returns), returnsSet: returnsSet === true,
    settings: cellList<string>(settings), body: cellText(body), privileges: cellList<PrivilegeFact>(acl), extension: extension === true,
  }));
}
