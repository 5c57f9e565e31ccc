import { describe, expect, it } from "vitest";
import { hideCredentials } from "../../../src/agent/secrets/patterns.ts";
import { findCredentials } from "../../../src/core/secrets/find.ts";
import type { Writing } from "../../../src/core/secrets/find.ts";

const jwt = (payload: object): string => [{ alg: "HS256", typ: "JWT" }, payload].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".") + ".c2lnbmF0dXJlc2lnbmF0dXJl";
const kinds = (text: string, writing: Writing = "code"): string[] => findCredentials(text, writing).map(({ kind }) => kind);

describe("credentials", () => {
  it.each<readonly [string, string]>([
    ["postgres://app:Tr0ub4dor@db.shop.io:5432/shop", "a connection URL of PostgreSQL with its password"],
    ["mysql://app:p%40ss-w0rd@10.0.0.3/shop", "a connection URL of MySQL with its password"],
    ["mongodb+srv://app:hunter2@cluster0.ab1.mongodb.net", "a connection URL of MongoDB with its password"],
    ["amqps://app:hunter2@mq.shop.io/v", "a connection URL of AMQP with its password"],
    ["redis://:hunter2@cache.shop.io:6379", "a connection URL of Redis with its password"],
    ["jdbc:postgresql://db.shop.io/shop?user=app&password=hunter2", "a connection URL with its password"],
    ["postgresql+psycopg://app:hunter2@localhost/shop", "a connection URL of PostgreSQL with its password"],
    ["postgres://postgres:postgres@db.shop.io/shop", "a connection URL of PostgreSQL with its password"],
    ["CREATE ROLE app LOGIN PASSWORD 'hunter2'", "the password of an account, in a statement that sets it"],
    ["ALTER USER app WITH ENCRYPTED PASSWORD 'changeme'", "the password of an account, in a statement that sets it"],
    ["CREATE USER 'a'@'%' IDENTIFIED BY 'hunter2'", "the password of an account, in a statement that sets it"],
    ["CREATE USER MAPPING FOR app SERVER s OPTIONS (user 'x', password 'hunter2')", "the password of an account, in a statement that sets it"],
    ["dblink_connect('host=db.shop.io user=app password=hunter2')", "a connection string with its password"],
    ["Server=db.shop.io;Database=x;User Id=sa;Password=hunter2;", "a connection string with its password"],
    [`key := 'AKIAQ3EGRT5LMNOP7XYZ'`, "an access key of AWS"],
    [`-- ghp_aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5`, "a token of GitHub"],
    [`'sk_live_4eC39HqLyjWDarjtT1zdp7dc'`, "a secret key of Stripe"],
    [`'xoxb-2374839201-84729384756-aBcDeFgHiJkL'`, "a token of Slack"],
    [`'AIzaSyD4f8gHj2kLm5nPq7rSt9uVw1xYz3aB5cD'`, "a key of Google"],
    [jwt({ iss: "supabase", role: "service_role" }), "a key of Supabase's role service_role, which row security does not hold back"],
    [jwt({ sub: "4711" }), "a JSON web token"],
    [`-----BEGIN RSA PRIVATE KEY-----\n${"MIIEow4AAKCAQEA1f".repeat(6)}\n-----END RSA PRIVATE KEY-----`, "a private key"],
    [`api_key := 'f3Kd92LmQx7Vb1Zp'`, "a value that looks secret, behind a name that says so"],
    [`{"clientSecret": "q8Zr-71Lk_3vWx90"}`, "a value that looks secret, behind a name that says so"],
  ])("%s", (text, kind) => {
    expect(kinds(text)).toEqual([kind]);
    expect(kinds(`-- before\n${text}\n-- after`)).toEqual([kind]);
    expect(hideCredentials(text)).not.toBe(text);
  });

  it("are weak where everybody would guess them, or where they open only the same machine", () => {
    const weak = (text: string): boolean[] => findCredentials(text, "settings").map((one) => one.weak);
    expect(["CREATE USER lemmy WITH PASSWORD 'password'", "CREATE USER shop SUPERUSER PASSWORD 'shop'", "mysql://root:kimai77@127.0.0.1:3306/k", "Server=localhost;Uid=root;Pwd=chinook;", "mysql://root:root@db.shop.io/k"].flatMap(weak)).toEqual([true, true, true, true, true]);
    expect(["CREATE USER lemmy WITH PASSWORD 'Tr0ub4dor'", "mysql://root:kimai77@db.shop.io/k"].flatMap(weak)).toEqual([false, false]);
  });

  it("stand behind a name that is an argument of its own", () => {
    expect(kinds("set_config('app.api_key', 'f3Kd92LmQx7Vb1Zp', true)")).toHaveLength(1);
    expect(kinds("has_column_privilege('users', 'token', 'SELECT')")).toEqual([]);
  });

  it("stand bare in settings, not in code", () => {
    expect(kinds("DB_PASSWORD=f3Kd92LmQx7Vb1Zp\nPORT=5432", "settings")).toHaveLength(1);
    expect(kinds("  password: f3Kd92LmQx7Vb1Zp # of staging", "settings")).toHaveLength(1);
    expect(kinds("{user=app,password=f3Kd92LmQx7Vb1Zp}", "settings")).toHaveLength(1);
    expect(kinds("password := compute_9(x2)", "code")).toEqual([]);
  });

  it("are told with their place and nothing of what they say", () => {
    expect(findCredentials("one\nCREATE ROLE a PASSWORD 'hunter2'", "code")).toEqual([{ kind: "the password of an account, in a statement that sets it", at: 18, sure: true, weak: false }]);
  });
});

describe("options that a server keeps", () => {
  it.each(["user=app, password=secret", "host=db.shop.io dbname=x password=hunter2", "app.jwt_secret=Zq81", 'wrapper "mysql", user "x", password "hunter2"', "report_password=hunter2", "wsrep_sst_auth=sst:hunter2", "mysql://app:hunter2@db.shop.io/x/y", "api_key=abc"])("%s", (text) => {
    expect(findCredentials(text, "options")).toMatchObject([{ sure: true }]);
  });
  it.each(["user=app, password_required=false", "host=db.shop.io, dbname=x, sslkey=/etc/key", "password_encryption=scram-sha-256", "vault_access_token=1f0a7f7e", "password=${APP_PASSWORD}", "api_key_id=7", "statement_timeout=5s"])("none: %s", (text) => {
    expect(findCredentials(text, "options")).toEqual([]);
  });
});

describe("no credentials", () => {
  it.each<readonly [string, Writing]>([
    ["postgres://app:${DB_PASSWORD}@db.shop.io/shop", "code"],
    ["postgres://app:<password>@db.shop.io/shop", "code"],
    ["postgres://user:password@host:5432/db", "code"],
    ["postgres://app:hunter2@db.example.com/shop", "code"],
    ["postgres://postgres:postgres@localhost:5432/shop", "code"],
    ["DATABASE_URL=postgres://app:app@db/shop", "settings"],
    ["postgres://db.shop.io:5432/shop?sslmode=require", "code"],
    ["https://example.org/a:b@c", "code"],
    ["CREATE ROLE app LOGIN PASSWORD NULL", "code"],
    ["ALTER ROLE app PASSWORD :'password'", "code"],
    ["CREATE USER app IDENTIFIED BY '${APP_PASSWORD}'", "code"],
    ["CREATE ROLE app PASSWORD 'SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy'", "code"],
    ["password = $1 AND token = new.token", "code"],
    ["comment on column users.password is 'The hash of the password; never the password itself'", "code"],
    ["INSERT INTO users (password) VALUES ('$2b$12$KIXQeW0Zq3n4j5k6l7m8nOPQRSTUVWXYZabcdefghijklmnopqr')", "code"],
    ["password_hash text DEFAULT '5f4dcc3b5aa765d61d8327deb882cf99'", "code"],
    ["key AKIAIOSFODNN7EXAMPLE here", "code"],
    ["STRIPE_KEY=sk_test_xxxxxxxxxxxxxxxxxxxxxxxx", "settings"],
    ["publishable pk_live_4eC39HqLyjWDarjtT1zdp7dc sb_publishable_abcdefghijklmnopqrst12", "code"],
    [jwt({ iss: "supabase", role: "anon" }), "code"],
    [jwt({ sub: "1234567890", name: "John Doe" }), "code"],
    ["-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----", "code"],
    ["API_KEY=your-api-key-here\nSECRET=xxx\nTOKEN=\nPASSWORD=changeme", "settings"],
    ["token_url: https://auth.shop.io/oauth2/token", "settings"],
    ["secretName: shop-database-credentials-v2", "settings"],
    ["passwordPolicy: { minLength: 12 }", "settings"],
    ["api_key = current_setting('app.api_key_2024')", "code"],
    [`"read APOLLO_ACCESSKEY_SECRET",\n  "Access.Tips.4.2": "Through 1 variable"`, "code"],
    ["# 'password' binds the user's login to the password hash, so a\n# user's stolen cookie 9x", "settings"],
  ])("%s", (text, writing) => {
    expect(kinds(text, writing)).toEqual([]);
  });

  it("takes no time on long texts that look like one", () => {
    for (const text of ["postgres://" + "a:".repeat(50_000), "password=" + " ".repeat(100_000), "eyJ" + "a.".repeat(100_000), "token: " + "'".repeat(50_000)]) expect(kinds(text, "settings").length).toBeLessThan(2);
  });
});

it.each(["password", "passwd", "passphrase", "pwd", "secret", "secret_access_key", "api_key", "access-key", "accountKey", "private_key", "encryption_key", "signing-key", "auth_token", "refresh_token", "client_secret", "token"])("a value behind %s is seen, with nothing else around it", (name) => {
  expect(findCredentials(`${name}=k9Lw2QzX7vRb4TnP`, "settings")).toHaveLength(1);
});
