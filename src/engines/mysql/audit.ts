import type { AuditScope } from "../../core/audit/rule.ts";
import type { AuditAdapter } from "../audit.ts";
import type { Session } from "../engine.ts";
import { legitimateUse } from "./audit/legitimate.ts";
import { rules } from "./audit/rules.ts";
import { textsOf } from "./audit/texts.ts";
import { readWorld } from "./audit/world/read.ts";

/**
 * What an audit looks for besides what every engine's catalog tells. `original` is the database that a scratch database stands for: grants name that one,
 * and accounts and settings of the server, which nothing on a scratch can change but others may meanwhile, are not looked at.
 */
export function audit(session: Session, original?: string): AuditAdapter {
  const looked = rules.filter(({ scope }) => original === undefined || scope !== "full");
  return {
    rules,
    look: async (room) => {
      const { world, unseen } = await readWorld(session, room, original ?? session.facts.database);
      return { findings: looked.filter(({ scope }) => within(scope, room.scope)).flatMap((rule) => rule.find(world)), texts: room.scope === "full" ? textsOf(world) : [], unseen };
    },
    legitimate: (finding, room) => Promise.resolve(legitimateUse(finding, room.catalog, session.facts.dialect === "mariadb" ? "mariadb" : "mysql")),
  };
}

function within(rule: AuditScope, asked: AuditScope): boolean {
  return asked === "full" || rule === asked;
}
