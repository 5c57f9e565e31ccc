import type { MongodbRule } from "../rule.ts";
import { isOfOneDatabase, powerOf } from "./powers.ts";

const id = "accounts/more-than-needed";

export const connectionPower: MongodbRule = {
  id,
  title: "Account that may more than it needs",
  why: "An application reads and writes documents of its own database: readWrite is enough for it. An administrator's account is right for people who administrate, and belongs to the database admin.",
  scope: "full",
  find: ({ accounts, server, database }) =>
    (accounts ?? []).flatMap((account) => {
      const name = `${account.user}@${account.db}`;
      const ours = server.loggedInAs.includes(name);
      // An account of admin that is not the one at work is an administrator's.
      if (!ours && account.db === "admin") return [];
      return account.roles.flatMap((granted) => {
        const power = powerOf(granted);
        if (power === undefined || (!ours && isOfOneDatabase(granted) && granted.db === account.db)) return [];
        return [{
          rule: id, object: name, part: `${granted.role}@${granted.db}`, severity: "warning" as const,
          message: `${name}${ours ? ", the account of this connection," : ""} has the role ${granted.role} on ${granted.db} and so ${power}. An application needs readWrite on ${ours ? database : account.db}; keep ${granted.role} for an account of its own.`,
        }];
      });
    }),
};
