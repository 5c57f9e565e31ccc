import type { AgentHandler } from "./agentContext.ts";

/** Where each built command lives; loaded when it is first run. */
export const handlers: Readonly<Record<string, () => Promise<AgentHandler>>> = {
  help: async () => (await import("./own/help.ts")).help,
  guide: async () => (await import("./own/guide.ts")).guide,
  yolo: async () => (await import("./own/yolo.ts")).yolo,
  exit: async () => (await import("./own/exit.ts")).exit,
  "doc-out": async () => (await import("./own/docOut.ts")).docOut,
  "apply-migration": async () => (await import("../commands/migration/applyMigration.ts")).applyMigration,
  "dry-run": async () => (await import("../commands/migration/dryRun.ts")).dryRun,
  snapshot: async () => (await import("../commands/migration/snapshot.ts")).snapshot,
  rollback: async () => (await import("../commands/migration/rollback.ts")).rollback,
  "verify-order": async () => (await import("../commands/migration/verifyOrder.ts")).verifyOrder,
  "run-sql": async () => (await import("../commands/data/runSql.ts")).runSql,
  "security-audit": async () => (await import("../commands/security/securityAudit.ts")).securityAudit,
  "policy-apply": async () => (await import("../commands/security/policyApply.ts")).policyApply,
  "create-rls-policies": async () => (await import("../commands/security/createRlsPolicies.ts")).createRlsPolicies,
  "test-as-user": async () => (await import("../commands/security/testAsUser.ts")).testAsUser,
  "analyze-performance": async () => (await import("../commands/performance/analyzePerformance.ts")).analyzePerformance,
  "design-indexes": async () => (await import("../commands/performance/designIndexes.ts")).designIndexes,
  "smoke-test": async () => (await import("../commands/operations/smokeTest.ts")).smokeTest,
  "env-check": async () => (await import("../commands/operations/envCheck.ts")).envCheck,
};
