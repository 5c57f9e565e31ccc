import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import type { CommandContext } from "../../../src/commands/context.ts";
import { securityAudit } from "../../../src/commands/security/securityAudit.ts";
import type { Attempt } from "../../../src/core/access/attempt.ts";
import type { AuditFinding } from "../../../src/core/audit/auditFinding.ts";
import { WorkspaceFiles } from "../../../src/core/files/workspaceFiles.ts";
import type { ReportBody } from "../../../src/core/report/report.ts";
import type { AuditRoom } from "../../../src/engines/audit.ts";
import type { Session } from "../../../src/engines/engine.ts";
import { contextFor } from "../apply/context.ts";

export interface AuditOptions {
  readonly scope?: "rls" | "schema" | "full";
  readonly flags?: Readonly<Record<string, string | true>>;
  readonly context?: Partial<CommandContext>;
  /** The workspace; one of its own where absent. */
  readonly files?: WorkspaceFiles;
}

/** Runs the audit as the agent does, over a session. */
export async function audit(session: Session, { scope = "full", flags = {}, context = {}, files }: AuditOptions = {}): Promise<ReportBody> {
  const asked = contextFor(files ?? (await workspace()), session);
  return securityAudit({ ...asked.context, ...context }, { args: { scope }, flags });
}

/** An empty workspace, removed with the test. */
export async function workspace(): Promise<WorkspaceFiles> {
  const root = await mkdtemp(path.join(tmpdir(), "audit-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  return new WorkspaceFiles(root);
}

/** The same session with one rule of the test's own instead of the engine's, for fixes that no real rule would propose. Attacks are tried only where `legitimate` is given. */
export function withRule(session: Session, rule: string, find: (room: AuditRoom) => readonly AuditFinding[], legitimate?: readonly Attempt[]): Session {
  const adapter = (of: Session): Session["audit"] => ({
    ...of.audit,
    rules: [{ id: rule, title: "A rule of the test", why: "The test wants it.", scope: "schema" }],
    look: (room) => Promise.resolve({ findings: find(room), texts: [], unseen: [] }),
    legitimate: () => Promise.resolve(legitimate ?? []),
  });
  const over = (of: Session): Session => Object.create(of, {
    audit: { value: adapter(of) },
    shadow: { value: async (options: Parameters<Session["shadow"]>[0]) => { const made = await of.shadow(options); return { ...made, session: over(made.session) }; } },
    access: { value: legitimate === undefined || of.access === undefined ? undefined : { ...of.access, trial: <Value>(work: (inside: Session) => Promise<Value>, signal: AbortSignal) => of.access!.trial((inside) => work(over(inside)), signal) } },
  }) as Session;
  return over(session);
}

export const keysOf = (report: ReportBody): readonly string[] => (report.findings ?? []).map((finding) => finding.key ?? "");

export interface WitnessData {
  readonly run: boolean;
  readonly why: string | null;
  readonly place: string | null;
  readonly tried: number;
  readonly notTried: number;
  readonly through: readonly string[];
  readonly proven: readonly string[];
  readonly notOffered: readonly { readonly key: string; readonly fix: string; readonly why: string }[];
  readonly problems: readonly string[];
}

export const witnessOf = (report: ReportBody): WitnessData => report.data?.["witness"] as unknown as WitnessData;
