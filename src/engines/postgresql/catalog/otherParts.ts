import { operatorParts } from "./otherOperators.ts";
import { textSearchParts } from "./otherTextSearch.ts";
import { grantParts } from "./otherGrants.ts";
import { ownTables, notOfExtension, quotedName, userSchema } from "./sql.ts";

/** Facts as JSON text; nulls are dropped when read. */
export function facts(pairs: Readonly<Record<string, string>>): string {
  return `pg_catalog.json_build_object(${Object.entries(pairs).map(([name, expression]) => `'${name}', ${expression}`).join(", ")})::pg_catalog.text`;
}

/** One SELECT per kind of object; every column is text. */
export function otherParts(version: number): string[] {
  return [rules, statistics, eventTriggers, casts, publications(version), subscriptions, collations(version), baseTypes, foreignDataWrappers, servers, userMappings, languages, ...operatorParts, ...textSearchParts, ...grantParts];
}

const enabledUnlessUsual = (column: string): string => `CASE ${column} WHEN 'O' THEN NULL WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' ELSE 'always' END`;

const rules = `SELECT 'rule'::pg_catalog.text, n.nspname || '.' || c.relname || '.' || r.rulename, pg_catalog.pg_get_ruledef(r.oid),
    pg_catalog.format('DROP RULE %I ON %I.%I', r.rulename, n.nspname, c.relname), ${facts({ enabled: enabledUnlessUsual("r.ev_enabled") })}
  FROM pg_catalog.pg_rewrite r JOIN pg_catalog.pg_class c ON c.oid = r.ev_class JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE r.rulename <> '_RETURN' AND ${userSchema("n")} AND c.relname NOT IN ${ownTables} AND ${notOfExtension("pg_class", "c.oid")} AND ${notOfExtension("pg_rewrite", "r.oid")}`;

const statisticsColumns = (order: string): string => `(SELECT ' ON ' || pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' ORDER BY ${order}) FROM pg_catalog.pg_attribute a WHERE a.attrelid = s.stxrelid AND a.attnum = ANY (s.stxkeys))`;

/** The server lists the columns by their position in the table, which means nothing; here they are listed by name. */
const statistics = `SELECT 'statistics', n.nspname || '.' || s.stxname, COALESCE(pg_catalog.replace(pg_catalog.pg_get_statisticsobjdef(s.oid), ${statisticsColumns("a.attnum")}, ${statisticsColumns("a.attname")}), pg_catalog.pg_get_statisticsobjdef(s.oid)), pg_catalog.format('DROP STATISTICS %I.%I', n.nspname, s.stxname),
    ${facts({ target: "CASE WHEN s.stxstattarget >= 0 THEN s.stxstattarget::pg_catalog.text END" })}
  FROM pg_catalog.pg_statistic_ext s JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace WHERE ${userSchema("n")} AND ${notOfExtension("pg_statistic_ext", "s.oid")}`;

const eventTriggers = `SELECT 'eventTrigger', e.evtname,
    pg_catalog.format('CREATE EVENT TRIGGER %I ON %s%s EXECUTE FUNCTION %s()', e.evtname, e.evtevent,
      (SELECT ' WHEN TAG IN (' || pg_catalog.string_agg(pg_catalog.quote_literal(t), ', ' ORDER BY t) || ')' FROM pg_catalog.unnest(e.evttags) t), e.evtfoid::pg_catalog.regproc),
    pg_catalog.format('DROP EVENT TRIGGER %I', e.evtname), ${facts({ enabled: enabledUnlessUsual("e.evtenabled") })}
  FROM pg_catalog.pg_event_trigger e WHERE ${notOfExtension("pg_event_trigger", "e.oid")}`;

const castTypes = "pg_catalog.format_type(c.castsource, NULL) || ' AS ' || pg_catalog.format_type(c.casttarget, NULL)";
const casts = `SELECT 'cast', ${castTypes},
    'CREATE CAST (' || ${castTypes} || ') ' || CASE c.castmethod WHEN 'f' THEN 'WITH FUNCTION ' || c.castfunc::pg_catalog.regprocedure::pg_catalog.text WHEN 'i' THEN 'WITH INOUT' ELSE 'WITHOUT FUNCTION' END
      || CASE c.castcontext WHEN 'a' THEN ' AS ASSIGNMENT' WHEN 'i' THEN ' AS IMPLICIT' ELSE '' END,
    'DROP CAST (' || ${castTypes} || ')', '{}'
  FROM pg_catalog.pg_cast c WHERE ${notOfExtension("pg_cast", "c.oid")}
    AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend i WHERE i.classid = 'pg_catalog.pg_cast'::pg_catalog.regclass AND i.objid = c.oid AND i.deptype = 'i')`;

function publications(version: number): string {
  const table = `'ONLY ' || ${quotedName("n.nspname", "c.relname")}`;
  const columns = version < 150_000 ? "" : ` || COALESCE((SELECT ' (' || pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' ORDER BY a.attname) || ')' FROM pg_catalog.pg_attribute a WHERE a.attrelid = pr.prrelid AND a.attnum = ANY (pr.prattrs)), '') || COALESCE(' WHERE (' || pg_catalog.pg_get_expr(pr.prqual, pr.prrelid) || ')', '')`;
  const tables = `(SELECT 'TABLE ' || pg_catalog.string_agg(${table}${columns}, ', ' ORDER BY n.nspname, c.relname) FROM pg_catalog.pg_publication_rel pr JOIN pg_catalog.pg_class c ON c.oid = pr.prrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE pr.prpubid = p.oid)`;
  const schemas = version < 150_000 ? "NULL" : "(SELECT 'TABLES IN SCHEMA ' || pg_catalog.string_agg(pg_catalog.quote_ident(n.nspname), ', ' ORDER BY n.nspname) FROM pg_catalog.pg_publication_namespace pn JOIN pg_catalog.pg_namespace n ON n.oid = pn.pnnspid WHERE pn.pnpubid = p.oid)";
  const generated = version < 180_000 ? "" : " || CASE p.pubgencols WHEN 's' THEN ', publish_generated_columns = stored' ELSE '' END";
  return `SELECT 'publication', p.pubname,
    'CREATE PUBLICATION ' || pg_catalog.quote_ident(p.pubname) || CASE WHEN p.puballtables THEN ' FOR ALL TABLES' ELSE COALESCE(' FOR ' || NULLIF(pg_catalog.concat_ws(', ', ${tables}, ${schemas}), ''), '') END
      || ' WITH (publish = ' || pg_catalog.quote_literal(pg_catalog.concat_ws(', ', CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END, CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END))
      || ', publish_via_partition_root = ' || p.pubviaroot::pg_catalog.text${generated} || ')',
    pg_catalog.format('DROP PUBLICATION %I', p.pubname), '{}'
  FROM pg_catalog.pg_publication p WHERE ${notOfExtension("pg_publication", "p.oid")}`;
}

/** Their connection strings are secrets, so they can be named but not recreated. */
const subscriptions = `SELECT 'subscription', s.subname, NULL, NULL, ${facts({ enabled: "s.subenabled::pg_catalog.text", publications: "pg_catalog.array_to_string(s.subpublications, ', ')" })}
  FROM pg_catalog.pg_subscription s WHERE s.subdbid = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())`;

function collations(version: number): string {
  const icu = version >= 170_000 ? "c.colllocale" : version >= 150_000 ? "c.colliculocale" : "c.collcollate";
  const rulesOption = version >= 160_000 ? " || COALESCE(', RULES = ' || pg_catalog.quote_literal(c.collicurules), '')" : "";
  return `SELECT 'collation', n.nspname || '.' || c.collname,
    pg_catalog.format('CREATE COLLATION %I.%I (', n.nspname, c.collname)
      || CASE c.collprovider WHEN 'i' THEN 'PROVIDER = icu, LOCALE = ' || pg_catalog.quote_literal(${icu}) WHEN 'b' THEN 'PROVIDER = builtin, LOCALE = ' || pg_catalog.quote_literal(${version >= 170_000 ? "c.colllocale" : "''"})
         ELSE 'PROVIDER = libc, LC_COLLATE = ' || pg_catalog.quote_literal(c.collcollate) || ', LC_CTYPE = ' || pg_catalog.quote_literal(c.collctype) END
      || CASE WHEN c.collisdeterministic THEN '' ELSE ', DETERMINISTIC = false' END${rulesOption} || ')',
    pg_catalog.format('DROP COLLATION %I.%I', n.nspname, c.collname), '{}'
  FROM pg_catalog.pg_collation c JOIN pg_catalog.pg_namespace n ON n.oid = c.collnamespace WHERE ${userSchema("n")} AND ${notOfExtension("pg_collation", "c.oid")}`;
}

const baseTypes = `SELECT 'baseType', n.nspname || '.' || t.typname, NULL, pg_catalog.format('DROP TYPE %I.%I', n.nspname, t.typname),
    ${facts({ input: "t.typinput::pg_catalog.regproc::pg_catalog.text", output: "t.typoutput::pg_catalog.regproc::pg_catalog.text", length: "t.typlen::pg_catalog.text" })}
  FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
  WHERE t.typtype = 'b' AND ${userSchema("n")} AND ${notOfExtension("pg_type", "t.oid")} AND (t.typelem = 0 OR NOT EXISTS (SELECT 1 FROM pg_catalog.pg_type e WHERE e.oid = t.typelem AND e.typarray = t.oid))`;

const options = (column: string): string =>
  `COALESCE((SELECT ' OPTIONS (' || pg_catalog.string_agg(pg_catalog.quote_ident(o.option_name) || ' ' || pg_catalog.quote_literal(o.option_value), ', ' ORDER BY o.option_name) || ')' FROM pg_catalog.pg_options_to_table(${column}) o WHERE o.option_name !~* 'pass|secret|token|key|credential'), '')`;
const handler = (word: string, column: string): string => `CASE WHEN ${column} = 0 THEN '' ELSE ' ${word} ' || ${column}::pg_catalog.regproc::pg_catalog.text END`;

const foreignDataWrappers = `SELECT 'foreignDataWrapper', f.fdwname, 'CREATE FOREIGN DATA WRAPPER ' || pg_catalog.quote_ident(f.fdwname) || ${handler("HANDLER", "f.fdwhandler")} || ${handler("VALIDATOR", "f.fdwvalidator")} || ${options("f.fdwoptions")},
    pg_catalog.format('DROP FOREIGN DATA WRAPPER %I', f.fdwname), '{}'
  FROM pg_catalog.pg_foreign_data_wrapper f WHERE ${notOfExtension("pg_foreign_data_wrapper", "f.oid")}`;

const servers = `SELECT 'server', s.srvname, 'CREATE SERVER ' || pg_catalog.quote_ident(s.srvname) || COALESCE(' TYPE ' || pg_catalog.quote_literal(s.srvtype), '') || COALESCE(' VERSION ' || pg_catalog.quote_literal(s.srvversion), '')
      || ' FOREIGN DATA WRAPPER ' || pg_catalog.quote_ident(f.fdwname) || ${options("s.srvoptions")},
    pg_catalog.format('DROP SERVER %I', s.srvname), '{}'
  FROM pg_catalog.pg_foreign_server s JOIN pg_catalog.pg_foreign_data_wrapper f ON f.oid = s.srvfdw WHERE ${notOfExtension("pg_foreign_server", "s.oid")}`;

/** Who is mapped; how they log in there is a secret. */
const userMappings = `SELECT 'userMapping', m.srvname || ' for ' || COALESCE(m.usename, 'public'), NULL, NULL, '{}' FROM pg_catalog.pg_user_mappings m`;

const languages = `SELECT 'language', l.lanname, NULL, pg_catalog.format('DROP LANGUAGE %I', l.lanname), ${facts({ trusted: "l.lanpltrusted::pg_catalog.text" })}
  FROM pg_catalog.pg_language l WHERE l.lanispl AND ${notOfExtension("pg_language", "l.oid")}`;
