import { notOfExtension, userSchema } from "./sql.ts";

const operatorName = (oid: string): string => `(SELECT 'OPERATOR(' || pg_catalog.quote_ident(xn.nspname) || '.' || x.oprname || ')' FROM pg_catalog.pg_operator x JOIN pg_catalog.pg_namespace xn ON xn.oid = x.oprnamespace WHERE x.oid = ${oid})`;
const operands = "COALESCE(pg_catalog.format_type(NULLIF(o.oprleft, 0), NULL), 'NONE') || ', ' || pg_catalog.format_type(o.oprright, NULL)";
const estimator = (word: string, column: string): string => `CASE WHEN ${column} = 0 THEN NULL ELSE '${word} = ' || ${column}::pg_catalog.regproc::pg_catalog.text END`;

const operators = `SELECT 'operator', n.nspname || '.' || o.oprname || ' (' || ${operands} || ')',
    'CREATE OPERATOR ' || pg_catalog.quote_ident(n.nspname) || '.' || o.oprname || ' (' || pg_catalog.concat_ws(', ', 'FUNCTION = ' || o.oprcode::pg_catalog.regproc::pg_catalog.text,
      'LEFTARG = ' || pg_catalog.format_type(NULLIF(o.oprleft, 0), NULL), 'RIGHTARG = ' || pg_catalog.format_type(o.oprright, NULL),
      'COMMUTATOR = ' || ${operatorName("o.oprcom")}, 'NEGATOR = ' || ${operatorName("o.oprnegate")},
      ${estimator("RESTRICT", "o.oprrest")}, ${estimator("JOIN", "o.oprjoin")}, CASE WHEN o.oprcanhash THEN 'HASHES' END, CASE WHEN o.oprcanmerge THEN 'MERGES' END) || ')',
    'DROP OPERATOR ' || pg_catalog.quote_ident(n.nspname) || '.' || o.oprname || ' (' || ${operands} || ')', '{}'
  FROM pg_catalog.pg_operator o JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace WHERE o.oprcode <> 0 AND ${userSchema("n")} AND ${notOfExtension("pg_operator", "o.oid")}`;

const families = `SELECT 'operatorFamily', n.nspname || '.' || f.opfname || ' USING ' || m.amname, NULL, pg_catalog.format('DROP OPERATOR FAMILY %I.%I USING %I', n.nspname, f.opfname, m.amname), '{}'
  FROM pg_catalog.pg_opfamily f JOIN pg_catalog.pg_namespace n ON n.oid = f.opfnamespace JOIN pg_catalog.pg_am m ON m.oid = f.opfmethod WHERE ${userSchema("n")} AND ${notOfExtension("pg_opfamily", "f.oid")}`;

const classes = `SELECT 'operatorClass', n.nspname || '.' || c.opcname || ' USING ' || m.amname, NULL, pg_catalog.format('DROP OPERATOR CLASS %I.%I USING %I', n.nspname, c.opcname, m.amname), '{}'
  FROM pg_catalog.pg_opclass c JOIN pg_catalog.pg_namespace n ON n.oid = c.opcnamespace JOIN pg_catalog.pg_am m ON m.oid = c.opcmethod WHERE ${userSchema("n")} AND ${notOfExtension("pg_opclass", "c.oid")}`;

const conversions = `SELECT 'conversion', n.nspname || '.' || c.conname, NULL, pg_catalog.format('DROP CONVERSION %I.%I', n.nspname, c.conname), '{}'
  FROM pg_catalog.pg_conversion c JOIN pg_catalog.pg_namespace n ON n.oid = c.connamespace WHERE ${userSchema("n")} AND ${notOfExtension("pg_conversion", "c.oid")}`;

const accessMethods = `SELECT 'accessMethod', a.amname, NULL, pg_catalog.format('DROP ACCESS METHOD %I', a.amname), '{}' FROM pg_catalog.pg_am a WHERE ${notOfExtension("pg_am", "a.oid")}`;

/** Operators, and what the product can name but not recreate around them. */
export const operatorParts: readonly string[] = [operators, families, classes, conversions, accessMethods];
