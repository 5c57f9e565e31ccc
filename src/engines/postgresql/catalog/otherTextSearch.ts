import { notOfExtension, quotedName, userSchema } from "./sql.ts";

const templateName = (oid: string, table: "pg_ts_template" | "pg_ts_parser" | "pg_ts_dict", prefix: string): string =>
  `(SELECT ${quotedName("xn.nspname", `x.${prefix}name`)} FROM pg_catalog.${table} x JOIN pg_catalog.pg_namespace xn ON xn.oid = x.${prefix}namespace WHERE x.oid = ${oid})`;

const dictionaries = `SELECT 'textSearchDictionary', n.nspname || '.' || d.dictname,
    'CREATE TEXT SEARCH DICTIONARY ' || ${quotedName("n.nspname", "d.dictname")} || ' (' || pg_catalog.concat_ws(', ', 'TEMPLATE = ' || ${templateName("d.dicttemplate", "pg_ts_template", "tmpl")}, d.dictinitoption) || ')',
    pg_catalog.format('DROP TEXT SEARCH DICTIONARY %I.%I', n.nspname, d.dictname), '{}'
  FROM pg_catalog.pg_ts_dict d JOIN pg_catalog.pg_namespace n ON n.oid = d.dictnamespace WHERE ${userSchema("n")} AND ${notOfExtension("pg_ts_dict", "d.oid")}`;

const configurationName = quotedName("n.nspname", "c.cfgname");
const mappings = `(SELECT pg_catalog.string_agg('ALTER TEXT SEARCH CONFIGURATION ' || ${configurationName} || ' ADD MAPPING FOR ' || pg_catalog.quote_ident(t.alias) || ' WITH ' || t.dictionaries || '; ', '' ORDER BY t.alias)
  FROM (SELECT k.alias, pg_catalog.string_agg(${templateName("m.mapdict", "pg_ts_dict", "dict")}, ', ' ORDER BY m.mapseqno) AS dictionaries
    FROM pg_catalog.pg_ts_config_map m JOIN pg_catalog.ts_token_type(c.cfgparser) k ON k.tokid = m.maptokentype WHERE m.mapcfg = c.oid GROUP BY k.alias) t)`;

/** A configuration takes several statements, so that its definition is one DO block. */
const configurations = `SELECT 'textSearchConfiguration', n.nspname || '.' || c.cfgname,
    'DO ' || pg_catalog.quote_literal('BEGIN CREATE TEXT SEARCH CONFIGURATION ' || ${configurationName} || ' (PARSER = ' || ${templateName("c.cfgparser", "pg_ts_parser", "prs")} || '); ' || COALESCE(${mappings}, '') || 'END'),
    pg_catalog.format('DROP TEXT SEARCH CONFIGURATION %I.%I', n.nspname, c.cfgname), '{}'
  FROM pg_catalog.pg_ts_config c JOIN pg_catalog.pg_namespace n ON n.oid = c.cfgnamespace WHERE ${userSchema("n")} AND ${notOfExtension("pg_ts_config", "c.oid")}`;

const parsers = `SELECT 'textSearchParser', n.nspname || '.' || p.prsname, NULL, pg_catalog.format('DROP TEXT SEARCH PARSER %I.%I', n.nspname, p.prsname), '{}'
  FROM pg_catalog.pg_ts_parser p JOIN pg_catalog.pg_namespace n ON n.oid = p.prsnamespace WHERE ${userSchema("n")} AND ${notOfExtension("pg_ts_parser", "p.oid")}`;

const templates = `SELECT 'textSearchTemplate', n.nspname || '.' || t.tmplname, NULL, pg_catalog.format('DROP TEXT SEARCH TEMPLATE %I.%I', n.nspname, t.tmplname), '{}'
  FROM pg_catalog.pg_ts_template t JOIN pg_catalog.pg_namespace n ON n.oid = t.tmplnamespace WHERE ${userSchema("n")} AND ${notOfExtension("pg_ts_template", "t.oid")}`;

export const textSearchParts: readonly string[] = [dictionaries, configurations, parsers, templates];
