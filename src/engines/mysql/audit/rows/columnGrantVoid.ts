import type { AuditFinding } from "../../../../core/audit/auditFinding.ts";
import type { MysqlRule } from "../rule.ts";
import { listed } from "../told.ts";
import { accountOf } from "../world/accountName.ts";
import { lowRights } from "../world/powers.ts";
import { asAccount, tableObject } from "./attackers.ts";

/** A grant on columns only gives; it takes nothing of a grant on the whole. */
export const columnGrantVoid: MysqlRule = {
  id: "rls/column-grant-void",
  title: "A grant on columns is wider than it seems",
  why: "An account that holds a right on some columns and the same on the whole table holds it on all columns. The grant on columns then only looks like a limit.",
  scope: "rls",
  find: (world) =>
    world.catalog.tables.flatMap((table) => {
      const wide = lowRights(world, table.grants ?? [], ["SELECT", "UPDATE"]);
      return wide.flatMap(({ account, privileges, from }): AuditFinding[] => {
        const limited = (table.grants ?? []).filter(({ column, grantee, privileges: names }) => column !== undefined && accountOf(grantee) === account.name && names.some((name) => privileges.has(name)));
        const columns = [...new Set(limited.flatMap(({ column }) => column ?? []))];
        if (columns.length === 0 || columns.length === table.columns.length) return [];
        return [{
          rule: "rls/column-grant-void",
          object: table.name,
          part: account.name,
          severity: "warning",
          message: `${account.name} was granted the columns ${listed(columns)} of ${table.name}, but holds the same right on the whole ${from === "object" ? "table" : from}: it reaches all columns.`,
          attacks: privileges.has("SELECT") ? [{ identity: asAccount(account.name), operation: "select", object: tableObject(table), row: "any" }] : [],
        }];
      });
    }),
};
