import fc from "fast-check";
import { parse } from "pg-connection-string";
import { describe, expect, it } from "vitest";
import { describeProfile, passwordSource, secretIdentity } from "../../../src/agent/connectionProfile.ts";
import type { ServerProfile } from "../../../src/agent/connectionProfile.ts";
import { readProfiles } from "../../../src/agent/profiles/read.ts";
import { profileUrl } from "../../../src/agent/profiles/profileUrl.ts";
import { profileOfUrl } from "../../../src/agent/profiles/url.ts";
import { question } from "../../../src/vscode/connections/wizardQuestions.ts";
import { answered, draftOf, profileOf, stepsOf } from "../../../src/vscode/connections/wizardSteps.ts";
import type { Draft } from "../../../src/vscode/connections/wizardSteps.ts";

const facts = { takenNames: ["Shop"], databaseFiles: ["data/shop.db"], hasFolder: true };
const server: ServerProfile = { name: "App", role: "staging", engine: "postgresql", host: "db.example.com", port: 5433, database: "app", user: "me", tls: "verify-full" };

describe("connection profiles", () => {
  it("reads the setting and says what is wrong, entry by entry", () => {
    const { profiles, problems } = readProfiles([
      { name: "Shop", engine: "sqlite", path: "shop.db", role: "development" },
      { name: "shop", engine: "sqlite", path: "other.db", role: "development" },
      { name: "App", engine: "postgresql", host: "h", database: "d", user: "u", role: "production", password: "hunter2" },
      { name: "Url", url: "postgres://u:hunter2@h/d", role: "production" },
      { name: "Env", url: "${env:DATABASE_URL}", role: "production" },
      { name: "Port", engine: "postgresql", host: "h", database: "d", user: "u", role: "production", port: 70000 },
      { name: "Role", engine: "sqlite", path: "x", role: "prod" },
      "nonsense",
    ]);
    expect(profiles.map((profile) => profile.name)).toEqual(["Shop", "Env"]);
    expect(problems).toHaveLength(6);
    expect(problems.join("\n")).not.toContain("hunter2");
  });

  it("makes a URL from which the driver reads the same user, password and database, whatever they hold", () => {
    const text = fc.string({ unit: fc.constantFrom(..."ab@:/?#%$'\"\\ é漢+&="), minLength: 1, maxLength: 12 });
    fc.assert(fc.property(text, text, text, (user, password, database) => {
      const url = profileUrl({ ...server, user, database, tls: "disable" }, password);
      const read = parse(url);
      expect([read.user, read.password, decodeURIComponent(new URL(url).pathname.slice(1)), read.host, read.port]).toEqual([user, password, database, "db.example.com", "5433"]);
    }));
  });

  it("takes a URL apart and puts it together again", () => {
    const { profile, password } = profileOfUrl("postgresql://me:p%40ss@[::1]:6000/my%20db?sslmode=require", "x", "staging");
    expect(profile).toEqual({ name: "x", role: "staging", engine: "postgresql", host: "::1", port: 6000, database: "my db", user: "me", tls: "require" });
    expect(password).toBe("p@ss");
    expect(profileUrl(profile, password)).toBe("postgres://me:p%40ss@[::1]:6000/my%20db?sslmode=require");
    expect(profileOfUrl("sqlite:///abs/x.db", "x", "development").profile).toMatchObject({ path: "/abs/x.db" });
    expect(() => profileOfUrl("http://x", "x", "development")).toThrow(/no connection URL/);
  });

  it("reaches a Unix socket", () => {
    const read = parse(profileUrl({ ...server, host: "/var/run/postgresql", tls: "disable" }, undefined));
    expect([read.host, read.database]).toEqual(["/var/run/postgresql", "app"]);
  });

  it("binds a stored password to host, port, database and user", () => {
    const same = secretIdentity({ ...server, name: "Renamed", role: "production", host: "DB.example.com" });
    expect(secretIdentity(server)).toBe(same);
    for (const change of [{ host: "evil.example.com" }, { port: 1 }, { database: "x" }, { user: "x" }]) expect(secretIdentity({ ...server, ...change })).not.toBe(same);
  });

  it("says where the password comes from and never what it is", () => {
    expect(passwordSource(server)).toEqual({ kind: "stored" });
    expect(passwordSource({ ...server, password: "${ask}" })).toEqual({ kind: "ask" });
    expect(passwordSource({ ...server, password: "${env:PGPASSWORD}" })).toEqual({ kind: "environment", variable: "PGPASSWORD" });
    expect(describeProfile(server)).toBe("PostgreSQL, me@db.example.com:5433/app");
  });
});

describe("connection wizard", () => {
  const walk = (answers: Draft): Draft => {
    let draft: Draft = {};
    for (let at = 0; at < stepsOf(draft).length; at += 1) {
      const step = stepsOf(draft)[at];
      if (step === undefined) break;
      const asked = question(step, draft, facts);
      const value = answers[step] ?? asked.value ?? "";
      expect(asked.validate(value), step).toBeNull();
      draft = answered(draft, step, value);
    }
    return draft;
  };

  it("leads from the engine to a SQLite profile", () => {
    const draft = walk({ engine: "sqlite", file: "data/app.db", role: "development", save: "test-workspace" });
    expect(profileOf(draft)).toEqual({ profile: { name: "app", role: "development", engine: "sqlite", path: "data/app.db" }, password: undefined });
  });

  it("leads to a PostgreSQL profile whose password stands apart", () => {
    const draft = walk({ engine: "postgresql", host: "db", database: "app", passwordFrom: "type", password: "s3cret", role: "production", save: "test-user" });
    expect(profileOf(draft)).toEqual({ profile: { name: "app", role: "production", engine: "postgresql", host: "db", port: 5432, database: "app", user: "postgres", tls: "verify-full" }, password: "s3cret" });
  });

  it("asks for a password only where one is typed, and for a variable only where there is one", () => {
    expect(stepsOf({ engine: "postgresql", passwordFrom: "ask" })).not.toContain("password");
    expect(stepsOf({ engine: "postgresql", passwordFrom: "environment" })).toContain("variable");
    expect(profileOf(walk({ engine: "postgresql", database: "d", passwordFrom: "environment", role: "staging", save: "test-user" })).profile).toMatchObject({ password: "${env:PGPASSWORD}", tls: "disable" });
  });

  it("forgets what was answered for another engine", () => {
    expect(answered({ engine: "sqlite", file: "x", name: "x" }, "engine", "postgresql")).toEqual({ engine: "postgresql" });
  });

  it("keeps a URL's variables in settings and takes other URLs apart", () => {
    expect(profileOf({ engine: "url", url: "${env:DATABASE_URL}", name: "a", role: "production" }).profile).toEqual({ name: "a", role: "production", engine: "url", url: "${env:DATABASE_URL}" });
    expect(profileOf({ engine: "url", url: "postgres://u:p@h/d", name: "a", role: "production" })).toMatchObject({ password: "p", profile: { engine: "postgresql", host: "h" } });
  });

  it("edits what is there without asking for the stored password", () => {
    expect(profileOf({ ...draftOf(server), role: "production" })).toEqual({ profile: { ...server, role: "production" }, password: undefined });
    expect(question("passwordFrom", draftOf(server), facts).choices?.[0]?.value).toBe("keep");
  });

  it("proposes production for what sounds like it", () => {
    expect(question("role", { host: "db-prod.example.com" }, facts).value).toBe("production");
    expect(question("role", { host: "localhost", database: "products" }, facts).value).toBe("development");
  });

  it("says what is wrong with an answer", () => {
    const problem = (step: Parameters<typeof question>[0], value: string): string | null => question(step, {}, facts).validate(value);
    expect(problem("name", "shop")).toMatch(/different one/);
    expect(problem("port", "99999")).toMatch(/1 to 65535/);
    expect(problem("host", "postgres://x")).toMatch(/Connection URL/);
    expect(problem("url", "mysql")).toMatch(/postgres:/);
    expect(problem("variable", "A-B")).toMatch(/letters/);
  });
});
