import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Answer, Host } from "../../../src/agent/host.ts";
import type { PermissionMode } from "../../../src/agent/permissionMode.ts";
import { defaultSettings } from "../../../src/agent/settings.ts";
import type { Confirmation } from "../../../src/commands/context.ts";

export interface FakeHost extends Host {
  /** What was asked, in order. */
  readonly asked: { readonly request: Confirmation; readonly how: string }[];
  readonly logged: string[];
  /** How often the connection was asked for. */
  connectionsAsked: number;
}

/** A face that answers as told and remembers what it was asked. */
export function fakeHost(changes: Partial<Host> & { readonly startMode?: PermissionMode; readonly answer?: Answer } = {}): FakeHost {
  const { startMode, answer, ...rest } = changes;
  let mode: PermissionMode = startMode ?? "ask";
  const host: FakeHost = {
    face: "console",
    cwd: mkdtempSync(path.join(tmpdir(), "data-engineer-agent-")),
    trusted: true,
    settings: defaultSettings,
    signal: new AbortController().signal,
    asked: [],
    logged: [],
    connectionsAsked: 0,
    mode: () => mode,
    setMode: (next) => {
      mode = next;
    },
    connection: () => {
      host.connectionsAsked++;
      return Promise.resolve(undefined);
    },
    ask: (request, how) => {
      host.asked.push({ request, how: how.kind });
      return Promise.resolve(answer ?? { agreed: false });
    },
    progress: () => undefined,
    log: (line) => host.logged.push(line),
    ...rest,
  };
  return host;
}
