import type { TableObject } from "../../../core/catalog/catalog.ts";
import { qualified } from "../../../core/catalog/objects.ts";
import { quoteText } from "../quote.ts";
import { identifier, objectName } from "./identifier.ts";
import type { Part } from "./part.ts";

/** Options that are words of their own in CREATE TABLE, not storage parameters. */
const OWN_WORDS = new Set(["tablespace", "accessMethod", "server", "serverOptions", "ofType"]);

/** What follows the columns of CREATE TABLE: server, access method, storage parameters, tablespace. */
export function createOptions(table: TableObject): string {
  const { accessMethod, server, serverOptions, tablespace } = table.options;
  const parameters = storageParameters(table.options);
  return [
    server === undefined ? "" : `\nSERVER ${identifier(server)}${serverOptions === undefined ? "" : ` OPTIONS (${serverOptions})`}`,
    accessMethod === undefined ? "" : `\nUSING ${identifier(accessMethod)}`,
    parameters.length === 0 ? "" : `\nWITH (${parameters.map(([name, value]) => `${name}=${quoteText(value)}`).join(", ")})`,
    tablespace === undefined ? "" : `\nTABLESPACE ${identifier(tablespace)}`,
  ].join("");
}

/** The storage parameters and the persistence of a table, as parts that a change can set and reset. */
export function optionParts(table: TableObject): Part[] {
  const key = `table ${qualified(table)}`;
  const alter = `ALTER TABLE ${objectName(table)}`;
  const part = (facet: string, state: string, create: string, drop: string): Part => ({ key: `${key}#${facet}`, object: key, family: "setting", needs: [key], text: "", within: [key], inline: key, state, create: [create], drop: [drop] });
  const { tablespace, accessMethod } = table.options;
  return [
    ...storageParameters(table.options).map(([name, value]) => part(`option ${name}`, value, `${alter} SET (${name}=${quoteText(value)})`, `${alter} RESET (${name})`)),
    ...(table.persistence === "unlogged" ? [part("unlogged", "", `${alter} SET UNLOGGED`, `${alter} SET LOGGED`)] : []),
    ...(tablespace === undefined ? [] : [part("tablespace", tablespace, `${alter} SET TABLESPACE ${identifier(tablespace)}`, `${alter} SET TABLESPACE pg_default`)]),
    ...(accessMethod === undefined ? [] : [part("accessMethod", accessMethod, `${alter} SET ACCESS METHOD ${identifier(accessMethod)}`, `${alter} SET ACCESS METHOD heap`)]),
  ];
}

/** What logical replication identifies a row by, where it is not the primary key. */
export function replicaIdentityParts(table: TableObject): Part[] {
  const identity = table.replicaIdentity;
  if (identity === undefined || identity === "default") return [];
  const key = `table ${qualified(table)}`;
  const alter = `ALTER TABLE ONLY ${objectName(table)} REPLICA IDENTITY`;
  const index = table.indexes.find((item) => identity === item.name || identity === `index ${item.name}`);
  const setting = index === undefined ? identity.toUpperCase() : `USING INDEX ${identifier(index.name)}`;
  const indexKey = index === undefined ? [] : [index.constraint === undefined ? `index ${qualified(table)}.${index.name}` : `constraint ${qualified(table)}.${index.constraint}`];
  return [{ key: `${key}#replicaIdentity`, object: key, family: "replicaIdentity", needs: [key, ...indexKey], text: "", within: [key], state: setting, create: [`${alter} ${setting}`], drop: [`${alter} DEFAULT`] }];
}

function storageParameters(options: Readonly<Record<string, string>>): (readonly [string, string])[] {
  return Object.entries(options).filter(([name]) => !OWN_WORDS.has(name)).sort(([a], [b]) => (a < b ? -1 : 1));
}
