import { createHash } from "node:crypto";
import type * as vscode from "vscode";
import { secretIdentity } from "../../agent/connectionProfile.ts";
import type { ServerProfile } from "../../agent/connectionProfile.ts";

/** Passwords by connection. An empty text means "needs none"; undefined means "not known". */
export class Passwords {
  private readonly storage: vscode.SecretStorage;
  private readonly session = new Map<string, string>();

  constructor(storage: vscode.SecretStorage) {
    this.storage = storage;
  }

  async get(profile: ServerProfile): Promise<string | undefined> {
    const key = keyOf(profile);
    return this.session.get(key) ?? (await this.storage.get(key).then((value) => value, () => undefined));
  }

  /** "stored", or "session" where the machine keeps no secrets: then it is known until the window closes. */
  async set(profile: ServerProfile, password: string): Promise<"stored" | "session"> {
    const key = keyOf(profile);
    this.session.set(key, password);
    try {
      await this.storage.store(key, password);
      return (await this.storage.get(key)) === password ? "stored" : "session";
    } catch {
      return "session";
    }
  }

  async forget(profile: ServerProfile): Promise<void> {
    const key = keyOf(profile);
    this.session.delete(key);
    await this.storage.delete(key);
  }
}

function keyOf(profile: ServerProfile): string {
  return `connection.${createHash("sha256").update(secretIdentity(profile)).digest("hex").slice(0, 32)}`;
}
