import { createHash } from "node:crypto";
import { isDataEngineerError } from "../errors.ts";
import type { WorkspaceFiles } from "../files/workspaceFiles.ts";
import type { Json } from "../json.ts";
import type { Migration } from "./migration.ts";
import type { Proof } from "./result.ts";

/** What a dry-run showed of one migration against one database; it counts only while checksum and schema are the same. */
export type MigrationProof = {
  readonly format: 1;
  readonly version: string;
  readonly file: string;
  readonly checksum: string;
  readonly downChecksum: string | null;
  readonly engine: string;
  readonly database: string;
  /** Of the schema on which it ran. */
  readonly fingerprint: string;
  readonly status: "passed" | "failed";
  /** As RollbackVerdict.verified. */
  readonly rollbackVerified: boolean | null;
  readonly proof: Proof;
  /** ISO 8601, UTC. */
  readonly at: string;
};

/** The database that a proof is about. */
export interface ProofTarget {
  readonly engine: string;
  readonly database: string;
}

const folder = ".data-engineer/proofs";

/** Keeps a proof in the workspace, in place of an older one of the same file and database. */
export async function rememberProof(files: WorkspaceFiles, proof: MigrationProof): Promise<void> {
  await files.writeText(fileOf(proof.file, proof), `${JSON.stringify(proof satisfies Json, null, 2)}\n`);
}

/**
 * The newest proof of a migration against a database, whatever it showed; null where it was never dry-run there as it stands now.
 * The caller compares `fingerprint` with the schema as it is.
 */
export async function findProof(files: WorkspaceFiles, migration: Migration, target: ProofTarget): Promise<MigrationProof | null> {
  const text = await files.readText(fileOf(migration.up.file, target)).catch((error: unknown) => {
    if (isDataEngineerError(error) && error.kind === "file") return null;
    throw error;
  });
  const found = text === null ? null : parsed(text);
  return found !== null && found.checksum === migration.checksum && found.engine === target.engine && found.database === target.database ? found : null;
}

function fileOf(file: string, target: ProofTarget): string {
  const key = createHash("sha256").update(`${target.engine}\0${target.database}\0${file}`).digest("hex").slice(0, 16);
  const name = file.replace(/\.sql$/i, "").replace(/[^\w.-]+/g, "-").slice(-60);
  return `${folder}/${name}-${key}.json`;
}

/** null for what is torn or of another format. */
function parsed(text: string): MigrationProof | null {
  try {
    const value = JSON.parse(text) as Partial<MigrationProof> | null;
    const whole = value?.format === 1 && [value.version, value.file, value.checksum, value.engine, value.database, value.fingerprint, value.at].every((field) => typeof field === "string");
    return whole && (value.status === "passed" || value.status === "failed") ? (value as MigrationProof) : null;
  } catch {
    return null;
  }
}
