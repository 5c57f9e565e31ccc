import { expect, test } from "vitest";
import { findingKey } from "../../../src/core/audit/auditFinding.ts";
import { catalogRoom } from "../../../src/core/audit/catalogRoom.ts";
import { credentialRules } from "../../../src/core/audit/credentials/rules.ts";
import type { Dialect } from "../../../src/core/engineId.ts";
import { describeEveryEngine } from "../engines.ts";
import { runAll, useDatabase } from "../fixture/harness.ts";
import { audit, workspace } from "./auditing.ts";

const secrets = ["Tr0ub4dor-one", "k9Lw2QzX7vRb4TnP", "sk_live_4eC39HqLyjWDarjtT1zdp7dc", "ghp_aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5", "AKIAQ3EGRT5LMNOP7XYZ"] as const;
const url = `postgres://app:${secrets[0]}@db.shop.io/shop`;

/** Where credentials are planted beside what only looks like one, and what must be found of them. */
const planted: Readonly<Record<Dialect, { readonly statements: readonly string[]; readonly found: readonly string[] }>> = {
  postgresql: {
    statements: [
      `CREATE TABLE users (id bigint PRIMARY KEY, password_hash text DEFAULT '5f4dcc3b5aa765d61d8327deb882cf99', api_key text DEFAULT '${secrets[1]}', CHECK (api_key <> '${secrets[3]}'))`,
      `COMMENT ON COLUMN users.api_key IS 'from ${url}'`, "COMMENT ON TABLE users IS 'postgres://user:password@localhost/db'",
      `CREATE FUNCTION charge() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM set_config('stripe.x', '${secrets[2]}', true); RETURN NEW; END $$`,
      "CREATE FUNCTION fine(password text) RETURNS boolean LANGUAGE sql AS $$ SELECT password = current_setting('app.password') $$",
      `CREATE VIEW keys AS SELECT '${secrets[4]}'::text AS k`,
      `CREATE TRIGGER tell AFTER INSERT ON users FOR EACH ROW WHEN (NEW.api_key <> '${secrets[2]}') EXECUTE FUNCTION charge()`,
    ],
    found: ["comment public.users api_key", "constraint public.users users_api_key_check", "default public.users api_key", "routine public.charge()", "trigger public.users tell", "view public.keys"],
  },
  mysql: {
    statements: [
      `CREATE TABLE users (id bigint PRIMARY KEY, api_key varchar(99) DEFAULT '${secrets[1]}' COMMENT 'from ${url}', password_hash varchar(99) DEFAULT '5f4dcc3b5aa765d61d8327deb882cf99')`,
      `CREATE PROCEDURE charge() SELECT '${secrets[2]}'`, "CREATE PROCEDURE fine(password text) SELECT password = 'changeme'",
      `CREATE VIEW k AS SELECT '${secrets[4]}' AS k`, `CREATE TRIGGER tell BEFORE INSERT ON users FOR EACH ROW SET NEW.api_key = '${secrets[3]}'`,
      `CREATE EVENT nightly ON SCHEDULE EVERY 1 YEAR DISABLE DO CREATE USER nobody_at_all IDENTIFIED BY '${secrets[0]}'`,
    ],
    found: ["comment users api_key", "default users api_key", "definition event nightly", "routine charge()", "trigger users tell", "view k"],
  },
  mariadb: { statements: [], found: [] },
  sqlite: {
    statements: [
      `CREATE TABLE users (id INTEGER PRIMARY KEY, api_key TEXT DEFAULT '${secrets[1]}' CHECK (api_key <> '${secrets[3]}'), password_hash TEXT DEFAULT '5f4dcc3b5aa765d61d8327deb882cf99')`,
      `CREATE VIEW k AS SELECT '${secrets[4]}' AS k`, `CREATE TRIGGER tell AFTER INSERT ON users BEGIN UPDATE users SET api_key = '${secrets[2]}'; END`, `CREATE INDEX some ON users (id) WHERE api_key = '${url}'`,
    ],
    found: ["constraint users check(api_key)", "default users api_key", "index users some", "trigger users tell", "view k"],
  },
  mongodb: {
    statements: [
      `{"create": "users", "validator": {"api_key": {"$ne": "${secrets[3]}"}}}`, `{"create": "k", "viewOn": "users", "pipeline": [{"$match": {"key": "${secrets[4]}"}}]}`, '{"create": "fine", "validator": {"$jsonSchema": {"required": ["password", "token"]}}}',
    ],
    found: ["definition users options", "view k"],
  },
};

describeEveryEngine("credentials in a catalog", (fixture) => {
  const harness = useDatabase(fixture);

  test("are found where they stand, and told nowhere", async () => {
    const session = await harness.open();
    const { statements, found } = planted[fixture.dialect === "mariadb" ? "mysql" : fixture.dialect];
    await runAll(session, statements);
    const room = catalogRoom(session.engine, await session.catalog(), []);
    const findings = credentialRules.flatMap((rule) => rule.find(room));
    expect(findings.map((finding) => findingKey(finding).replace("credentials/in-", "").replace(/:? (?:a|an|the) .*$/, "")).sort()).toEqual(found);
    for (const secret of secrets) expect(JSON.stringify(findings)).not.toContain(secret);
  });

  test("and files are in the whole report of an audit by their place alone", async () => {
    const session = await harness.open();
    const files = await workspace();
    await files.writeText("config/shop.env", `PORT=5432\nDATABASE_URL=${url}\nAPI_KEY=${secrets[1]}\n`);
    await files.writeText("seeds/users.sql", `INSERT INTO users (api_key) VALUES ('${secrets[3]}');\n`);
    const report = await audit(session, { files });
    expect(report.findings?.filter(({ rule }) => rule === "credentials/in-file").map(({ file, range }) => `${file ?? ""}:${range?.start.line ?? ""}`).sort()).toEqual(["config/shop.env:1", "config/shop.env:2", "seeds/users.sql:0"]);
    expect(report.findings?.filter(({ rule }) => rule.startsWith("credentials/in-")).length).toBe(3 + planted[fixture.dialect === "mariadb" ? "mysql" : fixture.dialect].found.length);
    for (const secret of secrets) {
      expect(JSON.stringify(report)).not.toContain(secret);
      for (const word of secret.split("_").filter((part) => part.length > 12)) expect(JSON.stringify(report)).not.toContain(word);
    }
  });
});
