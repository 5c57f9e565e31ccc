import fc from "fast-check";
import { MongoClient } from "mongodb";
import { describe, expect, it } from "vitest";
import { describeProfile, passwordSource, secretIdentity } from "../../../src/agent/connectionProfile.ts";
import type { ConnectionProfile, ServerProfile } from "../../../src/agent/connectionProfile.ts";
import { profileUrl } from "../../../src/agent/profiles/profileUrl.ts";
import { readProfiles } from "../../../src/agent/profiles/read.ts";
import { serverKinds } from "../../../src/agent/profiles/serverKinds.ts";
import { tlsModes } from "../../../src/agent/profiles/tls.ts";
import { profileOfUrl } from "../../../src/agent/profiles/url.ts";
import { question } from "../../../src/vscode/connections/wizardQuestions.ts";
import { answered, draftOf, profileOf, stepsOf } from "../../../src/vscode/connections/wizardSteps.ts";
import type { Draft } from "../../../src/vscode/connections/wizardSteps.ts";

const engines = Object.values(serverKinds).map((kind) => kind.engine);
const server: ServerProfile = { name: "App", role: "staging", engine: "mysql", host: "db.example.com", port: 3307, database: "app", user: "me", tls: "verify-full" };
const again = (profile: ConnectionProfile, password?: string) => profileOfUrl(profileUrl(profile, password), profile.name, profile.role);

describe("profiles of every server", () => {
  it.each(engines)("come back from the URL that %s connects with, whatever the names hold", (engine) => {
    const text = fc.string({ unit: fc.constantFrom(..."ab@:/?#%$'\"\\ é漢+&=,"), minLength: 1, maxLength: 12 }).filter((name) => name.trim() === name);
    fc.assert(fc.property(text, text, text, fc.constantFrom(...tlsModes), (user, password, database, tls) => {
      const profile: ServerProfile = { ...server, engine, user, database, tls };
      expect(again(profile, password)).toEqual({ profile, password });
    }));
  });

  it("keep members, DNS names, sockets and further parameters", () => {
    const profiles: ServerProfile[] = [
      { ...server, engine: "mongodb", host: "a:27017,b:27018", port: 27017, options: { replicaSet: "rs0", authSource: "admin" } },
      { ...server, engine: "mongodb", host: "cluster0.example.net", port: 27017, srv: true, options: { retryWrites: "true", w: "majority" } },
      { ...server, engine: "mongodb", user: "", host: "::1", tls: "disable", options: { directConnection: "true" } },
      { ...server, host: "/run/mysqld/mysqld.sock", tls: "disable" },
      { ...server, engine: "mariadb", options: { charset: "utf8mb4" } },
    ];
    for (const profile of profiles) expect(again({ ...profile, port: profile.host.startsWith("/") ? 3306 : profile.port }).profile).toEqual({ ...profile, port: profile.host.startsWith("/") ? 3306 : profile.port });
    const members = new MongoClient(profileUrl(profiles[0]!, "p@:ss"));
    expect([members.options.hosts.map(String), members.options.replicaSet, members.options.credentials?.source, members.options.credentials?.password, members.options.tls]).toEqual([["a:27017", "b:27018"], "rs0", "admin", "p@:ss", true]);
  });

  it("read the ways in which clients write that the transport is protected", () => {
    const mode = (url: string): unknown => (profileOfUrl(url, "x", "development").profile as ServerProfile).tls;
    expect(["mysql://u@h/d?ssl-mode=REQUIRED", "mysql://u@h/d?sslmode=verify-ca", "mysql://u@h/d?ssl=false", 'mysql://u@h/d?ssl={"rejectUnauthorized":false}', "mysql://u@h/d?sslaccept=strict", "mysql://u@h/d?tls=skip-verify"].map(mode)).toEqual(["require", "verify-ca", "disable", "require", "verify-full", "require"]);
    expect(["mongodb://h/d?ssl=true", "mongodb://h/d?tls=true&tlsAllowInvalidHostnames=true", "mongodb://h/d?tls=true&tlsInsecure=true", "mongodb+srv://h.example.net/d", "mongodb://localhost/d"].map(mode)).toEqual(["verify-full", "verify-ca", "require", "verify-full", "disable"]);
  });

  it("refuse what cannot be read and never show it", () => {
    const bad = ["mysql://u:hunter2/x@h/d", "mongodb://u:12/hunter2@h/d", "mongodb://u:hunter2@h:x/d", "mysql://u:hunter2%@h/d", "mysql://u:hunter2@h", "mysql://:hunter2@h/d", "mongodb://u@h/d?tlsCertificateKeyFilePassword=hunter2", "mongodb://u@h/d?authMechanismProperties=AWS_SESSION_TOKEN:hunter2", "redis://u:hunter2@h"];
    for (const url of bad) {
      const failure = (() => {
        try {
          return JSON.stringify(profileOfUrl(url, "x", "development"));
        } catch (error) {
          return error as Error & { readonly next?: string };
        }
      })();
      expect(failure, url).toBeInstanceOf(Error);
      expect(`${(failure as Error).message} ${(failure as { readonly next?: string }).next ?? ""}`).not.toMatch(/hunter2|u:12/);
    }
  });

  it("are read from settings, with each engine's port, and without secrets", () => {
    const entry = { name: "x", role: "development", host: "h", database: "d", user: "u" };
    expect(engines.map((engine) => (readProfiles([{ ...entry, engine }]).profiles[0] as ServerProfile).port)).toEqual([5432, 3306, 3306, 27017]);
    expect(readProfiles([{ ...entry, engine: "mongodb", user: undefined }]).profiles).toHaveLength(1);
    const wrong = [{ user: "" }, { options: { w: 1 } }, { options: { proxyPassword: "hunter2" } }, { options: { ssl: "false" } }, { srv: true }, { tls: "maybe" }, { password: "hunter2" }, { engine: "oracle" }];
    const { profiles, problems } = readProfiles(wrong.map((change, index) => ({ ...entry, engine: "mysql", ...change, name: String(index) })));
    expect(profiles).toEqual([]);
    expect(problems).toHaveLength(wrong.length);
    expect(problems.join("\n")).not.toContain("hunter2");
  });

  it("bind a stored password to the parameters too, which may name another host", () => {
    const same = secretIdentity({ ...server, engine: "postgresql" });
    for (const change of [{ engine: "mariadb" as const }, { options: { host: "evil.example.com" } }, { srv: true as const }]) expect(secretIdentity({ ...server, engine: "postgresql", ...change })).not.toBe(same);
  });

  it("need no password where there is no user", () => {
    expect(passwordSource({ ...server, engine: "mongodb", user: "" })).toEqual({ kind: "none" });
    expect(describeProfile({ ...server, engine: "mongodb", user: "", host: "a:1,b:2" })).toBe("MongoDB, a:1,b:2/app");
    expect(describeProfile(server)).toBe("MySQL, me@db.example.com:3307/app");
  });
});

describe("the wizard on every server", () => {
  const facts = { takenNames: [], databaseFiles: [], hasFolder: true };
  const walk = (answers: Draft): Draft => {
    let draft: Draft = {};
    for (let at = 0; at < stepsOf(draft).length; at += 1) {
      const step = stepsOf(draft)[at]!;
      const asked = question(step, draft, facts);
      const value = answers[step] ?? asked.value ?? "";
      expect(asked.validate(value), step).toBeNull();
      draft = answered(draft, step, value);
    }
    return draft;
  };

  it.each(["mysql", "mariadb"] as const)("leads to a %s profile", (engine) => {
    const draft = walk({ engine, database: "shop", passwordFrom: "environment", role: "development", save: "test-workspace" });
    expect(profileOf(draft)).toEqual({ profile: { name: "shop", role: "development", engine, host: "localhost", port: 3306, database: "shop", user: "root", tls: "disable", password: "${env:MYSQL_PWD}" }, password: undefined });
  });

  it("asks MongoDB only for what its topology and login need", () => {
    expect(stepsOf(walk({ engine: "mongodb", topology: "single", database: "shop", role: "development", save: "workspace" }))).toEqual(["engine", "topology", "host", "port", "database", "user", "tls", "name", "role", "save"]);
    const draft = walk({ engine: "mongodb", topology: "srv", host: "c0.example.net", database: "shop", user: "me", passwordFrom: "type", password: "s3cret", role: "staging", save: "workspace" });
    expect(profileOf(draft)).toEqual({ profile: { name: "shop", role: "staging", engine: "mongodb", host: "c0.example.net", port: 27017, database: "shop", user: "me", tls: "verify-full", srv: true, options: { authSource: "admin" } }, password: "s3cret" });
    expect(profileOf(walk({ engine: "mongodb", topology: "replicaSet", host: "a:1,b:2", database: "d", role: "staging", save: "workspace" })).profile).toMatchObject({ options: { replicaSet: "rs0" }, user: "" });
  });

  it("is filled by a URL that is pasted in the place of the host, whatever engine was chosen", () => {
    const draft = answered({ engine: "postgresql" }, "host", "mongodb+srv://me:p%40ss@c0.example.net/?retryWrites=true");
    expect(draft).toMatchObject({ engine: "mongodb", topology: "srv", host: "c0.example.net", user: "me", passwordFrom: "type", password: "p@ss", authSource: "admin", database: "" });
    expect(question("host", { engine: "mysql" }, facts).validate("mysql://me:pw@h/d")).toBeNull();
    expect(question("host", { engine: "mysql" }, facts).validate("mysql://")).toMatch(/Connection URL/);
    expect(JSON.stringify(profileOf({ ...draft, database: "shop", name: "x" }).profile)).not.toContain("ss@");
  });

  it("keeps what it does not ask about", () => {
    const profile: ServerProfile = { ...server, engine: "mongodb", options: { w: "majority", replicaSet: "rs1", authSource: "admin" }, shadowUrl: "${env:SHADOW}" };
    expect(profileOf(draftOf(profile)).profile).toEqual(profile);
    expect(profileOf(draftOf({ ...server, options: { charset: "latin1" } })).profile).toEqual({ ...server, options: { charset: "latin1" } });
  });
});
