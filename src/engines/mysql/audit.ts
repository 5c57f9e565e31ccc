import type { AuditScope } from "../../core/audit/rule.ts";
import type { AuditAdapter } from "../audit.ts";
import type { Session } from "../engine.ts";
import { legitimateUse } from "./audit/legitimate.ts";
import { rules } from "./audit/rules.ts";
import { textsOf } from "./audit/texts.ts";
import { readWorld } from "./audit/world/read.ts";

/** What an audit looks for besides what every engine's catalog tells. `database` is the one that grants name: a scratch database stands for the one it was made from. */
export function audit(session: Session, database: string): AuditAdapter {
  return {
    rules,
    look: async (room) => {
      const { world, unseen } = await readWorld(session, room, database);
      return { findings: rules.filter(({ scope }) => within(scope, room.scope)).flatMap((rule) => rule.find(world)), texts: room.scope === "full" ? textsOf(world) : [], unseen };
    },
    legitimate: (finding, room) => Promise.resolve(legitimateUse(finding, room.catalog, session.facts.dialect === "mariadb" ? "mariadb" : "mysql")),
  };
}

function within(rule: AuditScope, asked: AuditScope): boolean {
  return asked === "full" || rule === asked;
}
