import type { MongodbRule } from "../rule.ts";

const id = "accounts/old-mechanism";

export const oldMechanism: MongodbRule = {
  id,
  title: "Password kept in an old form",
  why: "SCRAM-SHA-1 derives its key from an MD5 digest and falls faster where the stored form leaks; MONGODB-CR sends what is as good as the password. SCRAM-SHA-256 is there since MongoDB 4.0.",
  scope: "full",
  find: ({ accounts }) =>
    (accounts ?? []).flatMap(({ user, db, mechanisms }) => {
      if (mechanisms.length === 0 || mechanisms.includes("SCRAM-SHA-256") || !mechanisms.some((one) => /^(?:SCRAM-SHA-1|MONGODB-CR)$/.test(one))) return [];
      return [{ rule: id, object: `${user}@${db}`, severity: "warning" as const, message: `${user}@${db} can log in by ${mechanisms.join(", ")} alone. Set its password again with mechanisms: ["SCRAM-SHA-256"].` }];
    }),
};
