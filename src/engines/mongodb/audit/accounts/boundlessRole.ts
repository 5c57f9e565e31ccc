import type { Privilege } from "../accountFacts.ts";
import type { MongodbRule } from "../rule.ts";

const id = "accounts/boundless-role";
const changes = /^(?:insert|update|remove|dropDatabase|dropCollection|createUser|grantRole|changeAnyPassword|anyAction)$/;

export const boundlessRole: MongodbRule = {
  id,
  title: "Role of one's own without bounds",
  why: "A role with anyAction or anyResource, or one that changes documents of every database, is an administrator's under another name.",
  scope: "full",
  find: ({ roles }) =>
    (roles ?? []).flatMap((role) => {
      const boundless = role.privileges.filter(isBoundless);
      if (boundless.length === 0) return [];
      return [{
        rule: id, object: `${role.role}@${role.db}`, severity: "warning" as const,
        message: `The role ${role.role} of ${role.db} has ${boundless.map(told).join("; ")}. Name the database, the collections and the actions that it is for.`,
      }];
    }),
};

function isBoundless({ anyResource, actions, database, collection }: Privilege): boolean {
  if (anyResource || actions.includes("anyAction")) return true;
  return database === "" && collection === "" && actions.some((action) => changes.test(action));
}

function told({ anyResource, actions }: Privilege): string {
  return `${actions.slice(0, 4).join(", ")}${actions.length > 4 ? " and more" : ""} on ${anyResource ? "any resource" : "every database"}`;
}
