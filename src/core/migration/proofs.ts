import { createHash } from "node:crypto";
import { isDataEngineerError } from "../errors.ts";
import type { WorkspaceFiles } from "../files/workspaceFiles.ts";
import type { Json } from "../json.ts";
import { checksumOf } from "./checksum.ts";
import type { Migration } from "./migration.ts";
import { readMigrationText } from "./readText.ts";
import type { Proof } from "./result.ts";

/** What a dry-run showed of one migration against one database; it counts only while checksum and schema are the same. */
export type MigrationProof = {
  readonly format: 1;
  readonly version: string;
  readonly file: string;
  readonly checksum: string;
  /** null where there was no down script. */
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
 * Where the down script was changed since, `rollbackVerified` is null. The caller compares `fingerprint` with the schema as it is.
 */
export async function findProof(files: WorkspaceFiles, migration: Migration, target: ProofTarget): Promise<MigrationProof | null> {
  const text = await files.readText(fileOf(migration.up.file, target)).catch((error: unknown) => {
    if (isDataEngineerError(error) && error.kind === "file") return null;
    throw error;
  });
  const found = text === null ? null : parsed(text);
  if (found === null || found.checksum !== migration.checksum || found.engine !== target.engine || found.database !== target.database) return null;
  return found.downChecksum === (await downChecksumOf(files, migration)) ? found : { ...found, rollbackVerified: null };
}

/** Checksum of the down script as it stands; null where there is none that can be read. */
export async function downChecksumOf(files: WorkspaceFiles, migration: Migration): Promise<string | null> {
  if (migration.down === null) return null;
  try {
    const { text, fileText } = await readMigrationText(files, migration.down);
    return checksumOf(migration.down.module === undefined ? text : fileText);
  } catch (error) {
    if (isDataEngineerError(error) && error.kind === "file") return null;
    throw error;
  }
}

function fileOf(file: string, target: ProofTarget): string {
  const key = createHash("sha256").update(`${target.engine}\0${target.database}\0${file}`).digest("hex").slice(0, 16);
  const name = file.replace(/\.(?:sql|json|[cm]?js)$/i, "").replace(/[^\w.-]+/g, "-").slice(-60);
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
