import { createRlsPolicies } from "../../../../src/commands/security/createRlsPolicies.ts";
import { policyApply } from "../../../../src/commands/security/policyApply.ts";
import type { WorkspaceFiles } from "../../../../src/core/files/workspaceFiles.ts";
import type { Confirmation } from "../../../../src/commands/context.ts";
import { fingerprint } from "../../../../src/core/catalog/fingerprint.ts";
import type { ReportBody } from "../../../../src/core/report/report.ts";
import type { Session } from "../../../../src/engines/engine.ts";
import { loadEngine } from "../../../../src/engines/load.ts";
import { contextFor } from "../../apply/context.ts";
import { makeWorkspace, openSession } from "../../apply/workspace.ts";
import type { EngineFixture } from "../../fixture/fixture.ts";
import { asAdmin } from "../../fixture/postgresql.ts";
import { newRoles, type Roles } from "./schemas.ts";

type Flags = Record<string, string | true>;

/** A database of its own with roles of its own, and the commands on it. */
export interface DesignRig {
  readonly session: Session;
  readonly files: WorkspaceFiles;
  readonly roles: Roles;
  readonly questions: readonly Confirmation[];
  policyApply(table: string, mode: "kiss" | "granular", flags?: Flags): Promise<ReportBody>;
  createRlsPolicies(tables: string | undefined, flags?: Flags): Promise<ReportBody>;
  /** Runs statements for good. */
  seed(sql: string): Promise<void>;
  fingerprint(): Promise<string>;
  /** Rules about row security that find something at error or warning level, with the object. */
  audited(): Promise<string[]>;
  close(): Promise<void>;
}

export async function designRig(fixture: EngineFixture, schema: (roles: Roles) => string, options: { readonly declines?: boolean } = {}): Promise<DesignRig> {
  const database = await fixture.freshDatabase();
  const roles = newRoles();
  const { files, remove } = await makeWorkspace({});
  const gone = async (): Promise<void> => {
    await database.drop();
    await remove();
    for (const role of Object.values(roles)) await asAdmin(adminOf(database.url), `DROP ROLE IF EXISTS ${role}`);
  };
  const open = async (): Promise<Session> => {
    for (const role of Object.values(roles)) await asAdmin(database.url, `CREATE ROLE ${role}`);
    await asAdmin(database.url, schema(roles));
    return openSession(await loadEngine("postgresql"), database.url, database.cwd);
  };
  const session = await open().catch(async (error: unknown) => {
    await gone();
    throw error;
  });
  const asked = contextFor(files, session, options);
  return {
    session, files, roles, questions: asked.questions,
    policyApply: (table, mode, flags = {}) => policyApply(asked.context, { args: { table, mode }, flags }),
    createRlsPolicies: (tables, flags = {}) => createRlsPolicies(asked.context, { args: {}, flags: { ...flags, ...(tables === undefined ? {} : { tables }) } }),
    seed: async (sql) => void (await asAdmin(database.url, sql)),
    fingerprint: async () => fingerprint(await session.catalog()),
    audited: async () => {
      const look = await session.transaction("readOnly", async () => session.audit.look({ catalog: await session.catalog(), scope: "rls", signal: asked.context.signal }));
      return look.findings.filter(({ rule, severity }) => rule.startsWith("rls/") && severity !== "info").map(({ rule, object, part, severity }) => `${severity} ${rule} ${object} ${part ?? ""}`);
    },
    close: async () => {
      await session.close();
      await gone();
    },
  };
}

function adminOf(url: string): string {
  const admin = new URL(url);
  admin.pathname = "/postgres";
  return admin.href;
}
