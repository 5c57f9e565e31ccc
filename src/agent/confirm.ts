import type { Confirmation } from "../commands/context.ts";
import { RefusedError } from "../core/errors.ts";
import type { CommandEntry } from "./commands.ts";
import type { Host } from "./host.ts";
import { decide } from "./permission.ts";
import type { ConnectionRole } from "./permissionMode.ts";
import type { Redactor } from "./redact.ts";

/** Asks as mode, effect, role and destruction require; throws RefusedError unless the person agreed. */
export async function confirm(request: Confirmation, entry: CommandEntry, role: ConnectionRole, host: Host, redactor: Redactor): Promise<void> {
  const first = request.destroys[0];
  const decision = decide({ mode: host.mode(), effect: entry.effect, role, destroys: first !== undefined });
  if (decision === "allow" && request.choice === undefined && request.always !== true) return;
  if (decision === "refuse") throw exploreRefusal(entry.name);
  const shown = redacted(request, redactor);
  if (decision === "nameObject" && first !== undefined) {
    const name = redactor.text(first.object);
    const confirms = decide({ mode: host.mode(), effect: entry.effect, role, destroys: false }) === "confirm" || request.choice !== undefined;
    const answer = await host.ask(shown, { kind: "nameObject", name, confirms });
    if (!answer.agreed) throw declined(entry.name);
    if (answer.typedName?.trim() !== name) {
      throw new RefusedError("wrongName", `The name that was typed is not ${name}; nothing was changed.`, { next: `Run it again and type ${name} if it may be lost.` });
    }
    return;
  }
  if (!(await host.ask(shown, { kind: "confirm" })).agreed) throw declined(entry.name);
}

/** What explore mode answers to everything that writes. */
export function exploreRefusal(command: string): RefusedError {
  return new RefusedError("exploreMode", `${command} changes the database, and explore mode changes nothing.`, { next: "Leave explore mode with yolo, or give --mode ask." });
}

function declined(command: string): RefusedError {
  return new RefusedError("declined", `${command} was declined; nothing was changed.`);
}

function redacted(request: Confirmation, redactor: Redactor): Confirmation {
  return {
    ...(request.nouns === undefined ? {} : { nouns: request.nouns }),
    ...(request.always === undefined ? {} : { always: request.always }),
    ...(request.choice === undefined ? {} : { choice: redactor.text(request.choice) }),
    title: redactor.text(request.title),
    detail: redactor.text(request.detail),
    sql: request.sql.map((sql) => redactor.text(sql)),
    destroys: request.destroys.map((loss) => ({ ...loss, object: redactor.text(loss.object), impact: loss.impact.map((line) => redactor.text(line)) })),
  };
}
