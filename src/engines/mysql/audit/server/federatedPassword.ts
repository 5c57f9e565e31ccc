import type { MysqlRule } from "../rule.ts";

/** Source: MySQL manual, CREATE SERVER: the password stands in mysql.servers as it was written. */
export const federatedPassword: MysqlRule = {
  id: "credentials/foreign-server",
  title: "A password of another server stands in mysql.servers",
  why: "Everybody who may read the database mysql reads it, and so does every backup of it.",
  scope: "full",
  find: ({ serversWithPassword }) => serversWithPassword.map((name) => ({ rule: "credentials/foreign-server", object: `server ${name}`, severity: "warning", message: `The password for the foreign server ${name} stands in mysql.servers as it was written; everybody who may read the database mysql has it.` })),
};
