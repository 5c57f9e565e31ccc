import type { WorkspaceFiles } from "../../core/files/workspaceFiles.ts";
import type { MigrationFolder } from "../../core/migration/migration.ts";
import type { MigrationProof } from "../../core/migration/proofs.ts";
import { downChecksumOf, findProof } from "../../core/migration/proofs.ts";
import type { Verdict } from "../views/migrationRow.ts";

/** What the kept proofs say of each migration of a folder against a database, by version. */
export async function verdictsOf(files: WorkspaceFiles, folder: MigrationFolder, facts: { readonly dialect: string; readonly database: string }): Promise<ReadonlyMap<string, Verdict>> {
  const target = { engine: facts.dialect, database: facts.database };
  const verdicts = await Promise.all(folder.migrations.map(async (migration) => {
    const proof = await findProof(files, migration, target);
    return [migration.version, proof === null ? ({ kind: "none" } as const) : verdictOf(proof, await downChecksumOf(files, migration))] as const;
  }));
  return new Map(verdicts);
}

/** A proof as a verdict; one whose down script changed since says nothing any more. */
export function verdictOf(proof: MigrationProof, downNow: string | null): Verdict {
  const at = new Date(proof.at);
  if (proof.downChecksum !== downNow) return { kind: "stale", at };
  if (proof.status === "failed") return { kind: "failed", at };
  return { kind: proof.rollbackVerified === null ? "notTried" : proof.rollbackVerified ? "verified" : "broken", at };
}
