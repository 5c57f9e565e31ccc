import type { PostgresqlRule } from "../rule.ts";

export const eventTriggerOwner: PostgresqlRule = {
  id: "reach/event-trigger",
  title: "A function that runs at every change of structure belongs to a low role",
  why: "An event trigger runs its function with the rights of whoever changes the structure, a superuser included. Who owns the function may replace its body at any time, and so becomes that superuser with the next migration.",
  scope: "rls",
  untried: "It acts when somebody else changes the schema, which a trial does not do for them; nothing was tried.",
  find: (facts) =>
    facts.reach.eventTriggers.filter(({ ownerSuperuser, routineOwnerSuperuser }) => !ownerSuperuser || !routineOwnerSuperuser).map(({ name, owner, routine, routineOwner, routineOwnerSuperuser }) => {
      const low = routineOwnerSuperuser ? owner : routineOwner;
      return {
        rule: eventTriggerOwner.id,
        object: `event trigger ${name}`,
        part: routine,
        severity: facts.roles.named(low)?.canLogin === true ? ("error" as const) : ("warning" as const),
        message: `The event trigger ${name} runs ${routine}, which belongs to ${low}: that role may replace its body and act as whoever changes the structure next, superusers included. Let a superuser own it.`,
      };
    }),
};
