import type { GrantedRole } from "../accountFacts.ts";

const everything = new Set(["root", "__system", "restore"]);
const everywhere = new Set(["readAnyDatabase", "readWriteAnyDatabase", "dbAdminAnyDatabase", "userAdminAnyDatabase", "clusterAdmin", "backup"]);

/** What a built-in role gives beyond one database's documents; undefined for those that give no such thing (MongoDB's manual, "Built-In Roles"). */
export function powerOf({ role, db }: GrantedRole): string | undefined {
  if (db === "admin" && everything.has(role)) return "may do everything on the server";
  if (db === "admin" && everywhere.has(role)) return role === "userAdminAnyDatabase" ? "may give itself every right" : "reaches every database";
  if (db === "admin" && (role === "userAdmin" || role === "dbOwner")) return "may give itself every right";
  if (role === "userAdmin" || role === "dbOwner") return `may give itself and others every right on ${db}`;
  return undefined;
}

/** True where the power ends with one database. */
export function isOfOneDatabase({ role, db }: GrantedRole): boolean {
  return db !== "admin" && (role === "userAdmin" || role === "dbOwner");
}
