import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Redactor } from "../../../src/agent/redact.ts";
import type { Report } from "../../../src/core/report/report.ts";
import { renderJson } from "../../../src/core/report/render/json.ts";
import { renderMarkdown } from "../../../src/core/report/render/markdown.ts";
import { renderSarif } from "../../../src/core/report/render/sarif.ts";
import { renderText } from "../../../src/core/report/render/text.ts";

const special = fc.constantFrom(..."@:/?#%$'\"\\ +&<>;,()[]{}|`*_!~^=.-äéß日本🔑\u0301");
/** Special characters around a core that no fixed text of a report contains by chance. */
const password = fc
  .tuple(fc.array(special, { maxLength: 6 }), fc.stringMatching(/^[A-Za-z0-9]{3}$/), fc.array(special, { minLength: 1, maxLength: 6 }), fc.stringMatching(/^[a-z0-9]{3}$/), fc.array(special, { maxLength: 3 }))
  .map(([a, b, c, d, e]) => [...a, "Qx7", b, ...c, d, "zJ", ...e].join(""));

const sql = (text: string): string => `'${text.replaceAll("'", "''")}'`;

function writings(secret: string): string[] {
  return [
    secret,
    encodeURIComponent(secret),
    encodeURIComponent(secret).toLowerCase() === encodeURIComponent(secret) ? encodeURIComponent(secret) : encodeURIComponent(secret).replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase()),
    encodeURI(secret),
    new URLSearchParams({ p: secret }).toString().slice(2),
    JSON.stringify(secret).slice(1, -1),
    JSON.stringify(JSON.stringify(secret)).slice(3, -3),
    sql(secret).slice(1, -1),
    sql(secret.replaceAll("\\", "\\\\")).slice(1, -1),
    secret.replaceAll('"', '""'),
    secret.replaceAll("'", "'\\''"),
    Buffer.from(secret).toString("base64"),
    secret.normalize("NFC"),
    secret.normalize("NFD"),
  ];
}

function leakyReport(secret: string, url: string): Report {
  const each = writings(secret);
  return {
    command: "env-check",
    status: "failed",
    summary: `could not connect with ${url}: ${each[0]!}`,
    target: { engine: "postgresql", version: "15.18", database: `x${secret}x`, role: "development" },
    findings: [{ rule: "order/used-before-created", severity: "error", message: "", fix: { title: "", edits: [{ file: secret, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, newText: url }], renames: [{ from: secret, to: url }], proven: false } }, { rule: "connection/authentication", severity: "error", message: each.join(" | "), object: secret, file: `conf/${secret}.sql`, fix: { title: secret, sql: `ALTER ROLE app PASSWORD ${sql(secret)}`, proven: false }, evidence: [{ kind: "text", title: secret, text: url }] }],
    evidence: [
      { kind: "text", title: url, text: each.join("\n") },
      { kind: "sql", title: "", sql: `CREATE USER app PASSWORD ${sql(secret)}` },
      { kind: "table", title: "t", columns: [secret, "b"], rows: [[secret, { [secret]: [url, { deep: secret }] }]] },
      { kind: "diff", title: "d", before: `password=${secret}`, after: `PGPASSWORD=${encodeURIComponent(secret)}` },
    ],
    data: { url, list: each, nested: { [secret]: { [url]: secret } }, error: { kind: "connection", next: `use ${url}` } },
    files: [`out/${secret}.md`],
    durationMs: 1,
  };
}

const formats = [renderJson, renderMarkdown, renderSarif, renderText, (report: Report) => renderText(report, { color: true, columns: 60 })];

function expectGone(secret: string, url: string): void {
  const redactor = new Redactor();
  redactor.addUrl(url);
  const report = redactor.report(leakyReport(secret, url));
  for (const render of formats) {
    const text = render(report);
    for (const writing of writings(secret)) expect(text).not.toContain(writing);
    expect(text).not.toContain("Qx7");
  }
}

describe("a password of the open connection", () => {
  it("survives in no format when the URL encodes it", () => {
    fc.assert(fc.property(password, (secret) => expectGone(secret, `postgres://app:${encodeURIComponent(secret)}@db.example.com:5432/shop`)), { numRuns: 300 });
  });

  it("survives in no format when it stands raw in the URL", () => {
    fc.assert(fc.property(password, (secret) => expectGone(secret, `postgres://app:${secret}@db.example.com:5432/shop`)), { numRuns: 300 });
  });

  it("is found as a parameter of the URL", () => {
    fc.assert(fc.property(password, (secret) => expectGone(secret, `postgres://db.example.com/shop?user=app&password=${encodeURIComponent(secret)}`)), { numRuns: 100 });
  });

  it("does not survive in HTTP Basic form", () => {
    const redactor = new Redactor();
    redactor.addUrl("postgres://app:hunter42@h/shop");
    expect(redactor.text(`x ${Buffer.from("app:hunter42").toString("base64")} y`)).toBe("x *** y");
  });
});

it("hides whatever stands under a key that names a secret, and nothing else", () => {
  const data = { password: "plain", userPassword: "plain", db_token: "plain", apiKey: "plain", nested: [{ secret: "plain", passphrase: "" }], passed: "plain", keys: ["plain"], token: null };
  expect(new Redactor().json(data)).toEqual({ password: "***", userPassword: "***", db_token: "***", apiKey: "***", nested: [{ secret: "***", passphrase: "" }], passed: "plain", keys: ["plain"], token: null });
});

describe("a short or ordinary password", () => {
  const short = fc.stringMatching(/^[a-z@:/?#%$'"\\ ]{1,3}$/).filter((text) => text.trim() !== "");

  it("does not shred a report", () => {
    fc.assert(
      fc.property(short, (secret) => {
        const redactor = new Redactor();
        redactor.addUrl(`postgres://app:${encodeURIComponent(secret)}@h/shop`);
        expect(redactor.text("The table orders has 3 rows; 1 of them is wrong.")).toBe("The table orders has 3 rows; 1 of them is wrong.");
      }),
    );
  });

  it("does not leak where it stands as a credential", () => {
    fc.assert(
      fc.property(short, (secret) => {
        const redactor = new Redactor();
        const url = `postgres://app:${encodeURIComponent(secret)}@h/shop`;
        redactor.addUrl(url);
        expect(redactor.text(`connecting to ${url}`)).toBe("connecting to postgres://***");
        expect(redactor.text(`connecting to postgres://app:${secret}@h/shop`)).toBe("connecting to postgres://***");
        expect(redactor.text(`ALTER ROLE app PASSWORD ${sql(secret)};`)).toMatch(/^ALTER ROLE app PASSWORD '?\*\*\*'?;?$/);
        expect(redactor.text(`password=${secret} host=h`)).toMatch(/^password=\*\*\*.? host=h$/);
      }),
    );
  });

  it("lets the database keep its name when the password is the same word", () => {
    const redactor = new Redactor();
    redactor.addUrl("postgres://postgres:postgres@localhost/shop");
    expect(redactor.text('database "postgres" on postgresql')).toBe('database "postgres" on postgresql');
    expect(redactor.text("postgres://postgres:postgres@localhost/shop")).toBe("postgres://***");
    expect(redactor.text("PGPASSWORD=postgres psql")).toBe("PGPASSWORD=*** psql");
  });
});
