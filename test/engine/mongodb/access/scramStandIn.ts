import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import { Binary, type Document } from "mongodb";
import type { People } from "./peopleStandIn.ts";

const iterations = 4096;

/** The server's half of SCRAM-SHA-256 (RFC 7677) on one connection. */
export class Scram {
  /** Who has logged in: "database.name". */
  user: string | undefined;
  private readonly people: People;
  private readonly salt = randomBytes(16);
  private asking = "";
  private begun = "";
  private served = "";

  constructor(people: People) {
    this.people = people;
  }

  answer(command: Document): Document {
    const payload = Buffer.from((command["payload"] as Binary).buffer).toString();
    if ("saslStart" in command) {
      const [, name = "", nonce = ""] = /n=([^,]*),r=(.*)$/.exec(payload) ?? [];
      this.asking = `${String(command["$db"])}.${name}`;
      this.begun = payload.replace(/^n,,/, "");
      this.served = `r=${nonce}${randomBytes(12).toString("base64")},s=${this.salt.toString("base64")},i=${iterations}`;
      return { conversationId: 1, done: false, payload: new Binary(Buffer.from(this.served)), ok: 1 };
    }
    const [, unproven = "", proof = ""] = /^(.*),p=(.*)$/.exec(payload) ?? [];
    const password = this.people.users.get(this.asking)?.password ?? randomBytes(8).toString("hex");
    const salted = pbkdf2Sync(password, this.salt, iterations, 32, "sha256");
    const clientKey = hmac(salted, "Client Key");
    const all = `${this.begun},${this.served},${unproven}`;
    const signature = hmac(createHash("sha256").update(clientKey).digest(), all);
    if (!Buffer.from(clientKey.map((byte, at) => byte ^ (signature[at] ?? 0))).equals(Buffer.from(proof, "base64"))) return { ok: 0, code: 18, codeName: "AuthenticationFailed", errmsg: "Authentication failed." };
    this.user = this.asking;
    return { conversationId: 1, done: true, payload: new Binary(Buffer.from(`v=${hmac(hmac(salted, "Server Key"), all).toString("base64")}`)), ok: 1 };
  }
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
