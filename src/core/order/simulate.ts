import type { ObjectRef, ObjectUse, StatementFacts } from "../script/facts.ts";
import { isConditional, isUncertain } from "./conditional.ts";
import { dropObjects } from "./drops.ts";
import { isSame, makeAlongTheWay, passOver, sameUnderTable, withoutDefinition } from "./byUse.ts";
import { HeldObjects } from "./held.ts";
import type { Identity, Live } from "./identity.ts";
import { Keys, nameOf } from "./keys.ts";
import { Mentions, replaces } from "./mentions.ts";
import type { OrderRules } from "./orderInput.ts";
import type { Run, SimulationInput } from "./run.ts";
import { normalSignature } from "./signatures.ts";
import { Accesses } from "./violation.ts";
import type { Requirement, Violation } from "./violation.ts";
import { hasKeyOn, World } from "./world.ts";

/** Runs all statements on a world of names and notes what would fail. */
export class Simulation implements Run {
  readonly violations: Violation[] = [];
  readonly accesses = new Accesses();
  /** What must come first besides what the violations say. */
  readonly requirements: Requirement[] = [];
  readonly world: World;
  readonly rules: OrderRules;
  readonly keys: Keys;
  readonly mentions: Mentions;
  readonly input: SimulationInput;
  private readonly held = new HeldObjects(this);
  private readonly reportedMissing = new Set<Identity>();

  constructor(input: SimulationInput, rules: OrderRules) {
    this.input = input;
    this.rules = rules;
    this.keys = new Keys(rules);
    this.world = new World(this.keys);
    this.mentions = new Mentions(input.statements, this.keys);
    input.statements.forEach((facts, at) => {
      if (at > 0 && input.startsScript(at)) this.world.endSession(at);
      this.step(facts, at);
    });
  }

  private step(facts: StatementFacts, at: number): void {
    const own = facts.renames.length === 0 ? this.keysOf(facts.defines) : this.keysOf([...facts.defines, ...facts.renames.map(({ to }) => to)]);
    const dropped = facts.renames.length === 0 ? this.keysOf(facts.drops) : this.keysOf([...facts.drops, ...facts.renames.map(({ from }) => from)]);
    for (const use of facts.uses) {
      if (use.passedOver === true) passOver(this, use, facts, at);
      else if (use.soft !== true) this.use(use, facts, at, own, dropped);
    }
    this.held.wake(facts, at);
    if (facts.kind !== "ddl" && own === none && dropped === none) return;
    if (facts.destroys.some(({ object }) => object.kind === "database" && object.name === "")) this.world.removeAll(at);
    if (facts.drops.length > 0) dropObjects(this, facts, at);
    for (const { from, to } of facts.renames) this.rename(from, to, facts, at);
    for (const object of facts.redefines ?? []) this.redefine(object, at);
    for (const object of facts.defines) this.define(object, facts, at);
    for (const use of facts.uses) if (use.by !== undefined) this.depend(use, use.by);
    this.held.add(facts, at);
    this.held.after(facts, at);
  }

  private keysOf(objects: readonly ObjectRef[]): ReadonlySet<Identity> {
    return objects.length === 0 ? none : new Set(objects.map((object) => this.keys.of(object)));
  }

  /** What the reference means now. */
  find(object: ObjectRef, key = this.keys.of(object)): Live | undefined {
    const found = key.live;
    if (found !== undefined) return found;
    const relation = this.keys.ofTypesRelation(object) ?? this.keys.ofConstraintsIndex(object);
    if (relation !== undefined) return relation.live;
    if (object.schema !== undefined || object.table !== undefined) return undefined;
    const temporary = this.keys.ofTemporary(object).live;
    if (temporary !== undefined) return temporary;
    const elsewhere = this.mentions.isMade(key) ? undefined : this.mentions.elsewhere(key);
    return elsewhere?.live;
  }

  private use(use: ObjectUse, facts: StatementFacts, at: number, own: ReadonlySet<Identity>, dropped: ReadonlySet<Identity>): void {
    const key = this.keys.of(use);
    if (own.has(key) || dropped.has(key)) return;
    const live = this.find(use, key);
    if (live !== undefined) {
      this.accesses.add(at, live.key, false);
      if (use.needsUniqueOn !== undefined && this.rules.keysAreChecked) this.needKey(use, use.needsUniqueOn, live, at);
      return;
    }
    const relation = this.keys.ofTypesRelation(use);
    if (relation !== undefined && own.has(relation)) return;
    const parentKey = this.keys.ofTable(use);
    if (parentKey !== undefined && (own.has(parentKey) || this.isUnderUnknown(parentKey, key, at))) {
      this.require(this.mentions.next(key, at), at);
      return;
    }
    const goneAt = key.goneAt;
    if (goneAt !== undefined) {
      const again = this.mentions.next(key, at);
      this.violations.push({
        rule: "order/used-after-dropped", severity: "error", at, object: use, place: use, ...(again?.kind === "create" && { needs: again.at }),
        message: `${facts.verb} uses ${nameOf(use)}, which was dropped before by ${this.input.describe(goneAt)}.`,
      });
      return;
    }
    if (use.needsUniqueOn !== undefined && this.rules.keysAreChecked) this.require(this.mentions.laterKey(key, use.needsUniqueOn, at, this.rules.anyIndexIsKey), at);
    this.unknown(use, relation !== undefined && !this.mentions.isMade(key) ? relation : key, parentKey, facts, at);
  }

  private require(later: { readonly at: number; readonly kind?: string } | undefined, at: number): void {
    if (later !== undefined && later.kind !== "drop") this.requirements.push({ at, needs: later.at });
  }

  /** A column or the like of a table that itself is missing or made later: the table's own finding is enough. */
  private isUnderUnknown(parentKey: Identity, key: Identity, at: number): boolean {
    if (parentKey.live !== undefined) return false;
    if (parentKey.goneAt !== undefined) return true;
    return this.mentions.next(parentKey, at)?.kind === "create" || !this.mentions.isMade(key);
  }

  private unknown(use: ObjectUse, key: Identity, parentKey: Identity | undefined, facts: StatementFacts, at: number): void {
    const parent = parentKey?.live;
    const closed = use.kind === "column" && parent !== undefined && isClosed(parent) && !systemColumns.has(use.name);
    const next = this.mentions.next(key, at) ?? this.laterTemporary(use, at);
    // What is never created, and only made along the way by a statement that finds it wanting, is there before.
    const along = next?.ref?.byUse === true && this.mentions.nextExplicit(key, at) === undefined;
    if (next?.kind === "create" && !along) {
      const sure = !next.conditional || closed || this.input.complete;
      this.violations.push({
        rule: "order/used-before-created", severity: sure ? "error" : "warning", at, object: use, place: use, needs: next.at,
        message: `${facts.verb} uses ${nameOf(use)}, which is created only later by ${this.input.describe(next.at)}.`,
      });
      return;
    }
    if (next === undefined || along) this.missing(use, key, closed, facts, at);
  }

  /** Where nothing existed before, a name that is only made as a temporary table is that one. */
  private laterTemporary(use: ObjectUse, at: number): ReturnType<Mentions["next"]> {
    return this.input.complete && use.schema === undefined && use.kind === "table" ? this.mentions.next(this.keys.ofTemporary(use), at) : undefined;
  }

  private missing(use: ObjectUse, key: Identity, closed: boolean, facts: StatementFacts, at: number): void {
    const schema = use.schema;
    const ownSchema = schema !== undefined && this.keys.of({ kind: "schema", name: schema }).live !== undefined;
    const relation = use.kind === "table" || use.kind === "view" || use.kind === "materializedView" || use.kind === "sequence";
    if (schema !== undefined && !ownSchema && (this.rules.ownSchemas.includes(schema) && schema !== this.rules.defaultSchema || this.keys.isTemporary(use))) return;
    if (!closed && (!(relation || (ownSchema && use.kind === "type")) || use.name.startsWith("pg_") || use.name.startsWith("sqlite_"))) return;
    if (this.reportedMissing.has(key)) return;
    this.reportedMissing.add(key);
    const other = relation && this.rules.caseOfTablesVaries === true ? this.world.inOtherCase(key) : undefined;
    if (other !== undefined) {
      this.violations.push({
        rule: "order/name-trap", severity: "warning", at, object: use, place: use,
        message: `${facts.verb} uses ${nameOf(use)}, and ${this.input.describe(other.made)} created ${nameOf(other.ref)}: a server that tells cases apart (Linux, lower_case_table_names=0) does not find it. Write both alike.`,
      });
      return;
    }
    const certain = closed || ownSchema;
    this.violations.push({
      rule: "order/missing", severity: certain ? "warning" : "info", at, object: use, place: use,
      message: `${facts.verb} uses ${nameOf(use)}, which is not created here${certain ? "" : "; it must exist before"}.`,
    });
  }

  private needKey(use: ObjectUse, columns: readonly string[], table: Live, at: number): void {
    if (!isClosed(table) || hasKeyOn(table, columns, this.rules.anyIndexIsKey) !== undefined) return;
    const wanted = columns.length === 0 ? "a primary key" : `a unique key on (${columns.join(", ")})`;
    const later = this.mentions.laterKey(table.key, columns, at, this.rules.anyIndexIsKey);
    this.violations.push({
      rule: later === undefined ? "order/missing" : "order/used-before-created", severity: later === undefined ? "warning" : "error", at, object: later?.ref ?? use, place: use, ...(later !== undefined && { needs: later.at }),
      message: `The foreign key needs ${wanted} of ${nameOf(use)}, which is ${later === undefined ? "not created here" : `created only later by ${this.input.describe(later.at)}`}.`,
    });
  }

  private rename(from: ObjectRef, to: ObjectRef, facts: StatementFacts, at: number): void {
    const live = this.find(from);
    const target = this.keys.of(to);
    if (live === undefined) {
      this.absent(from, facts, at);
      this.write(this.keys.of(from), at);
      this.write(target, at);
      this.world.make({ ...to, openColumns: true }, at);
      return;
    }
    const taken = target.live;
    if (taken !== undefined && replaces(facts, to)) this.world.remove(taken, at);
    else if (taken !== undefined && taken !== live && to.kind !== "routine") this.twice(to, taken, facts, at);
    for (const one of [live, ...live.children]) this.write(one.key, at);
    this.world.rename(live, to, at);
    for (const one of [live, ...live.children]) this.write(one.key, at);
  }

  /** DROP or RENAME of something that is not there. */
  absent(object: ObjectRef, facts: StatementFacts, at: number): void {
    if (isConditional(facts)) return;
    const key = this.keys.of(object);
    const goneAt = key.goneAt;
    const next = this.mentions.next(key, at);
    if (goneAt !== undefined) {
      this.violations.push({ rule: "order/used-after-dropped", severity: "error", at, object, message: `${facts.verb} names ${nameOf(object)}, which was dropped before by ${this.input.describe(goneAt)}.` });
    } else if (this.input.fromNothing && next?.kind === "create" && !next.conditional) {
      this.violations.push({ rule: "order/used-before-created", severity: "error", at, object, needs: next.at, message: `${facts.verb} names ${nameOf(object)}, which is created only later by ${this.input.describe(next.at)}.` });
    }
  }

  private redefine(object: ObjectRef, at: number): void {
    const live = this.find(object);
    if (live === undefined) return;
    live.forget();
    live.ref = withoutDefinition(live.ref);
    this.write(live.key, at);
  }

  private define(object: ObjectRef, facts: StatementFacts, at: number): void {
    let key = this.keys.of(object);
    this.needSchema(object, facts, at);
    if (object.byUse === true) {
      makeAlongTheWay(this, object, facts, at);
      return;
    }
    const live = key.live;
    const signature = object.kind === "routine" ? normalSignature(object.signature) : undefined;
    if (live !== undefined) {
      if (signature !== undefined && !live.signatures.has(signature)) {
        live.addSignature(signature);
        return;
      }
      if (isConditional(facts) || isUncertain(facts) || isProvided(object, facts) || isSame(object, live.ref)) {
        this.accesses.add(at, key, false);
        return;
      }
      if (object.definition === undefined && !isNamed(object, facts)) key = this.keys.free(key); // The server counts up the names that it gives itself.
      else {
        this.twice(object, live, facts, at);
        return;
      }
    }
    const equal = sameUnderTable(this, object);
    if (equal !== undefined) this.twice(object, equal, facts, at);
    const made = this.world.make(object, at, key);
    if (signature !== undefined) made.addSignature(signature);
    this.write(key, at);
  }

  twice(object: ObjectRef, live: Live, facts: StatementFacts, at: number): void {
    const created = live.ref.name === object.name ? `created before${live.ref.definition === undefined || live.ref.byUse === true ? "" : " with another definition"}` : `created before under the name ${live.ref.name}`;
    this.violations.push({ rule: "order/created-twice", severity: "error", at, object, message: `${facts.verb} creates ${nameOf(object)}, which ${this.input.describe(live.made)} ${created}.` });
  }

  private needSchema(object: ObjectRef, facts: StatementFacts, at: number): void {
    const { schema } = object;
    if (schema === undefined || object.table !== undefined || this.rules.ownSchemas.includes(schema)) return;
    const ref: ObjectRef = { kind: "schema", name: schema };
    const key = this.keys.of(ref);
    if (key.live !== undefined) {
      this.accesses.add(at, key, false);
      return;
    }
    if (facts.defines.some((other) => other.kind === "schema" && other.name === schema)) return;
    const next = this.mentions.next(key, at);
    const goneAt = key.goneAt;
    if (goneAt !== undefined) this.violations.push({ rule: "order/used-after-dropped", severity: "error", at, object: ref, message: `${facts.verb} uses ${nameOf(ref)}, which was dropped before by ${this.input.describe(goneAt)}.` });
    else if (next?.kind === "create" && (!next.conditional || this.input.complete)) {
      this.violations.push({ rule: "order/used-before-created", severity: "error", at, object: ref, needs: next.at, message: `${facts.verb} uses ${nameOf(ref)}, which is created only later by ${this.input.describe(next.at)}.` });
    }
  }

  private depend(use: ObjectUse, by: ObjectRef): void {
    const live = this.keys.of(by).live;
    const target = live === undefined ? undefined : this.find(use);
    if (live === undefined || target === undefined) return;
    if (target.signatures.size > 1) return;
    live.depend(target);
    if (use.needsUniqueOn !== undefined) live.needsKey = { table: target, columns: use.needsUniqueOn };
  }

  write(key: Identity, at: number): void {
    this.accesses.add(at, key, true);
  }
}

const none: ReadonlySet<Identity> = new Set();

const systemColumns = new Set(["ctid", "xmin", "xmax", "cmin", "cmax", "tableoid", "oid", "rowid", "_rowid_"]);

/** All columns of the table are known. */
function isClosed(table: Live): boolean {
  if (table.ref.kind !== "table" || table.ref.openColumns === true) return false;
  for (const child of table.children) if (child.ref.kind === "column") return true;
  return false;
}

/** Brought by an extension, not written in the script. */
function isProvided(object: ObjectRef, facts: StatementFacts): boolean {
  return object.kind !== "extension" && facts.defines.some((other) => other.kind === "extension");
}

/** The name stands in the statement; the server would give another one where it is taken and does not. */
function isNamed(object: ObjectRef, facts: StatementFacts): boolean {
  if (object.implicit === true) return false;
  if (object.kind !== "constraint" && object.kind !== "index" && object.kind !== "sequence") return true;
  return facts.statement.text.toLowerCase().includes(object.name.toLowerCase());
}
