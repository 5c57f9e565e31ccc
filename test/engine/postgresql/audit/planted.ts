import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Proof } from "../../../../src/commands/security/audit/proof.ts";
import { prove } from "../../../../src/commands/security/audit/prove.ts";
import { type AuditFinding, findingKey } from "../../../../src/core/audit/auditFinding.ts";
import type { AuditRule } from "../../../../src/core/audit/rule.ts";
import type { Session } from "../../../../src/engines/engine.ts";
import { loadEngine } from "../../../../src/engines/load.ts";
import { describeDialects } from "../../engines.ts";
import type { EngineFixture, FreshDatabase } from "../../fixture/fixture.ts";
import { plantedBase } from "./plantedBase.ts";

/** A schema with a defect, or a correct design that looks suspicious (a control). */
export interface PlantedCase {
  readonly name: string;
  /**
   * Run with the case's own schema first on the search path. `{schema}` is its name; `{role:editor}` a role of this case alone, made before and dropped after
   * (NOLOGIN, no rights), named `editor` in what is expected.
   */
  readonly sql: string;
  /** Every finding of the group's rules in this case and no other, as "rule object part" without the schema: "rls/always-true notes notes_read". Empty for a control. */
  readonly expects: readonly string[];
}

export interface PlantedGroup {
  readonly title: string;
  /** Which rules this file answers for; findings of others are left aside. */
  readonly rules: (rule: string) => boolean;
  readonly cases: readonly PlantedCase[];
  /** Also tries what the findings say: every attack that they name must go through today, and every fix that they offer must be proven. The rules that offer one, where they are named. */
  readonly proves?: true | readonly string[];
  /** Rules each of whose findings must be shown by what was executed, unless it says why nothing could be. */
  readonly witnesses?: readonly string[];
}

/** All cases in one database, one schema each, and one audit over all of them, on each PostgreSQL server that can be had. */
export function describePlanted(group: PlantedGroup): void {
  describeDialects(group.title, ["postgresql"], (engine) => {
    const cases = group.cases.map((planted, at) => new Planting(planted, at));
    let field: Field;
    beforeAll(async () => {
      field = await Field.make(engine, cases, group);
    }, 300_000);
    afterAll(async () => {
      await field.clear();
    });
    describe("finds what was planted, and nothing else", () => {
      test.each(cases.map((planting) => [planting.planted.name, planting] as const))("%s", (_name, planting) => {
        const found = field.findings.filter(({ rule }) => group.rules(rule)).filter((finding) => planting.owns(finding));
        expect(found.map((finding) => planting.shown(finding)).sort(), field.told(found)).toEqual([...planting.planted.expects].sort());
      });
    });
    test("what is found is tried, is mended by what is tried, or says why not", () => {
      const whys = new Map(field.rules.map(({ id, untried }) => [id, untried]));
      const silent = field.findings.filter(({ rule, attacks, breaks, fix, untried }) => group.rules(rule) && [attacks, breaks, fix, untried, whys.get(rule)].every((one) => one === undefined));
      expect([...new Set(silent.map(({ rule }) => rule))].sort()).toEqual([]);
    });
    const { proves } = group;
    if (proves !== undefined) {
      test("every attack that is named goes through", () => {
        expect(field.proofs.filter(({ attack }) => attack !== "none" && attack !== "through" && attack !== "broken").map(({ finding, attack, attempts, failure }) => `${findingKey(finding)}: ${attack} ${failure ?? ""} ${JSON.stringify(attempts.map(({ before }) => before))}`)).toEqual([]);
        expect(field.proofs.some(({ attack }) => attack === "through")).toBe(true);
      });
      test.each(group.witnesses ?? [])("%s is shown by what was executed", (rule) => {
        const own = field.proofs.filter(({ finding }) => finding.rule === rule);
        const shown = own.filter(({ attack }) => attack === "through" || attack === "broken");
        expect(shown.length).toBeGreaterThan(0);
        expect(own.filter((proof) => !shown.includes(proof)).map(({ finding }) => finding.untried ?? findingKey(finding))).toEqual(own.filter((proof) => !shown.includes(proof)).map(({ finding }) => finding.untried));
      });
      test("every fix that is offered mends it and takes nothing from anybody", () => {
        expect(field.proofs.flatMap(({ finding, fix }) => (fix.verdict === "refused" ? [`${findingKey(finding)}: ${fix.why}`] : []))).toEqual([]);
        const mending = [...new Set(field.proofs.flatMap(({ finding, fix }) => (fix.verdict === "proven" ? [finding.rule] : [])))].sort();
        expect(mending).toEqual(proves === true ? expect.arrayContaining([expect.any(String)]) : [...proves].sort());
      });
    }
    test("every rule of the group has a defect planted for it", () => {
      const planted = new Set(group.cases.flatMap(({ expects }) => expects.map((line) => line.split(" ")[0])));
      expect(field.rules.map(({ id }) => id).filter((id) => group.rules(id) && !planted.has(id))).toEqual([]);
    });
  });
}

class Planting {
  readonly planted: PlantedCase;
  readonly schema: string;
  readonly roles: ReadonlyMap<string, string>;

  constructor(planted: PlantedCase, at: number) {
    const mark = randomBytes(4).toString("hex");
    this.planted = planted;
    this.schema = `case_${at + 1}`;
    this.roles = new Map([...planted.sql.matchAll(/\{role:(\w+)\}/g)].map(([, name]) => [name!, `${name!}_${mark}`]));
  }

  get sql(): string {
    const made = [...this.roles.values()].map((role) => `CREATE ROLE ${role};`).join("\n");
    const text = this.planted.sql.replaceAll("{schema}", this.schema).replace(/\{role:(\w+)\}/g, (_all, name: string) => this.roles.get(name)!);
    return `${made}\nCREATE SCHEMA ${this.schema}; GRANT USAGE ON SCHEMA ${this.schema} TO PUBLIC; SET search_path = ${this.schema}, public;\n${text}`;
  }

  owns({ object, part }: AuditFinding): boolean {
    return [object, part ?? ""].some((text) => new RegExp(`(?<![\\w$])${this.schema}(?![\\w$])`).test(text) || [...this.roles.values()].some((role) => text.includes(role)));
  }

  shown({ rule, object, part }: AuditFinding): string {
    let text = [rule, object, ...(part === undefined ? [] : [part])].join(" ").replaceAll(`${this.schema}.`, "").replaceAll(this.schema, "{schema}");
    for (const [name, role] of this.roles) text = text.replaceAll(role, name);
    return text;
  }
}

class Field {
  readonly findings: readonly AuditFinding[];
  readonly rules: readonly AuditRule[];
  readonly proofs: readonly Proof[];
  private readonly database: FreshDatabase;
  private readonly plantings: readonly Planting[];

  private constructor(findings: readonly AuditFinding[], rules: readonly AuditRule[], proofs: readonly Proof[], database: FreshDatabase, plantings: readonly Planting[]) {
    this.findings = findings;
    this.rules = rules;
    this.proofs = proofs;
    this.database = database;
    this.plantings = plantings;
  }

  static async make(fixture: EngineFixture, plantings: readonly Planting[], group: PlantedGroup): Promise<Field> {
    const database = await fixture.freshDatabase();
    try {
      return await Field.sown(database, plantings, group);
    } catch (error) {
      await new Field([], [], [], database, plantings).clear();
      throw error;
    }
  }

  private static async sown(database: FreshDatabase, plantings: readonly Planting[], group: PlantedGroup): Promise<Field> {
    const sow = await client(database.url);
    try {
      await sow.query(plantedBase);
      for (const planting of plantings) {
        await sow.query("RESET ALL");
        await sow.query(planting.sql).catch((error: unknown) => {
          throw new Error(`The case "${planting.planted.name}" cannot be planted: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
        });
      }
    } finally {
      await sow.end();
    }
    const engine = await loadEngine("postgresql");
    const signal = new AbortController().signal;
    const connect = (readOnly: boolean): Promise<Session> => engine.connect({ ...database, readOnly, timeouts: { connect: 10_000, lock: 10_000, statement: 60_000, idleInTransaction: 60_000 }, signal });
    const reading = await connect(true);
    try {
      const { findings } = await reading.transaction("readOnly", async () => reading.audit.look({ catalog: await reading.catalog(), scope: "full", signal }));
      const proofs = group.proves !== undefined ? await proved(onlyOf(group, await connect(false)), findings.filter(({ rule }) => group.rules(rule)), signal) : [];
      return new Field(findings, reading.audit.rules, proofs, database, plantings);
    } finally {
      await reading.close();
    }
  }

  told(findings: readonly AuditFinding[]): string {
    return findings.map(({ severity, message }) => `${severity}: ${message}`).join("\n");
  }

  async clear(): Promise<void> {
    const reap = await client(this.database.url);
    try {
      const { rows } = await reap.query<{ readonly name: string }>("SELECT rolname AS name FROM pg_roles WHERE rolname = ANY ($1)", [this.plantings.flatMap(({ roles }) => [...roles.values()])]);
      for (const { name: role } of rows) await reap.query(`DROP OWNED BY ${role} CASCADE; DROP ROLE ${role}`);
    } finally {
      await reap.end();
      await this.database.drop();
    }
  }
}

async function client(url: string): Promise<pg.Client> {
  const opened = new pg.Client(url);
  await opened.connect();
  return opened;
}

/** Roles belong to the whole server: what other tests make there meanwhile is not what a fix brings. */
function onlyOf(group: PlantedGroup, session: Session): Session {
  const { audit } = session;
  const look: Session["audit"]["look"] = async (room) => {
    const seen = await audit.look(room);
    return { ...seen, findings: seen.findings.filter(({ rule }) => group.rules(rule)) };
  };
  return Object.defineProperty(session, "audit", { value: { ...audit, look } });
}

async function proved(session: Session, findings: readonly AuditFinding[], signal: AbortSignal): Promise<readonly Proof[]> {
  try {
    const request = { scope: "rls" as const, files: [], signal, largeTableRows: 1_000_000, onProgress: () => undefined };
    const { proofs, problems } = await prove(session, findings, await session.catalog(), request);
    expect(problems).toEqual([]);
    return proofs;
  } finally {
    await session.close();
  }
}
