import type { HeldNames, ObjectUse, StatementFacts, Waking } from "../script/facts.ts";
import { nameOf } from "./keys.ts";
import type { Run } from "./run.ts";
import type { Live } from "./identity.ts";

interface Held {
  readonly names: HeldNames;
  readonly at: number;
  readonly holder: Live;
  /** What wakes it; undefined: everything that wakes all. */
  readonly on: Live | undefined;
  /** Each name with what it meant when it was last found, which follows renames. */
  readonly uses: { readonly use: ObjectUse; target: Live | undefined }[];
}

/** Names inside views, triggers and foreign keys that the server looks up only when the object is used, or when a statement makes it read its whole schema again. */
export class HeldObjects {
  private readonly run: Run;
  private all: Held[] = [];

  constructor(run: Run) {
    this.run = run;
  }

  /** Remembers what a statement's new objects hold; after they were made. */
  add(facts: StatementFacts, at: number): void {
    for (const names of facts.holds ?? []) {
      const holder = this.run.find(names.by);
      if (holder === undefined || (holder.made !== at && names.by.kind !== "table")) continue;
      const on = names.on === undefined ? undefined : this.run.find(names.on);
      const uses = names.uses.filter((use) => this.run.keys.of(use) !== holder.key).map((use) => ({ use, target: this.run.find(use) }));
      this.all.push({ names, at, holder, on, uses });
    }
  }

  /** Before a statement does what it does: fails where what it wakes names something that is not there. */
  wake(facts: StatementFacts, at: number): void {
    if (facts.wakes === undefined) return;
    this.all = this.all.filter((held) => held.holder.exists);
    for (const waking of facts.wakes) {
      this.needInsteadOf(waking, facts, at);
      for (const held of this.woken(waking)) if (this.check(held, facts, at)) break;
    }
  }

  /** After a statement that changed names, for those that it took away from what stays. */
  after(facts: StatementFacts, at: number): void {
    if (facts.wakes?.some((waking) => waking.object === undefined) !== true || facts.drops.length === 0) return;
    for (const held of this.all.filter(({ holder }) => holder.exists)) if (this.check(held, facts, at)) return;
  }

  private woken({ object, event }: Waking, seen = new Set<Held>()): Held[] {
    if (object === undefined) return this.all.filter(({ names }) => names.enforced !== "sometimes");
    const live = this.run.find(object);
    if (live === undefined) return [];
    const found = this.all.filter((held) => held.on === live && held.names.events?.includes(event) === true && !seen.has(held));
    for (const held of found) seen.add(held);
    const inner = event === "select" ? found.flatMap((held) => held.uses.filter(({ use }) => use.kind === "table").flatMap(({ use }) => this.woken({ object: use, event }, seen))) : [];
    return [...found, ...inner];
  }

  /** True where a violation was noted. */
  private check(held: Held, facts: StatementFacts, at: number): boolean {
    for (const one of held.uses) {
      if (one.target !== undefined && one.target.exists) continue;
      const name = one.target === undefined ? one.use : { ...one.use, ...one.target.ref, kind: one.use.kind };
      const found = this.run.find(name);
      if (found !== undefined) {
        one.target = found;
        continue;
      }
      if (name.kind === "column" && !this.isOfKnownTable(name)) continue;
      if (this.report(held, name, facts, at)) return true;
    }
    return false;
  }

  /** All columns of its table are known, so that one that is not among them is missing. */
  private isOfKnownTable(column: ObjectUse): boolean {
    const key = this.run.keys.ofTable(column);
    const table = key?.live;
    return table?.ref.kind === "table" && table.ref.openColumns !== true && [...table.children].some((child) => child.ref.kind === "column");
  }

  private report(held: Held, name: ObjectUse, facts: StatementFacts, at: number): boolean {
    const key = this.run.keys.of(name);
    const goneAt = key.goneAt;
    const next = this.run.mentions.next(key, at);
    const later = next?.kind === "create" ? next.at : undefined;
    const now = facts.renames.some(({ to }) => this.run.keys.of(to) === key);
    if (goneAt === undefined && later === undefined && !now) return false;
    const sometimes = held.names.enforced === "sometimes";
    const holder = sometimes ? `a foreign key of ${nameOf(held.holder.ref)}` : nameOf(held.holder.ref);
    const why = now ? "has that name only afterwards" : goneAt === undefined && later !== undefined ? `is created only later by ${this.run.input.describe(later)}` : `was dropped before by ${this.run.input.describe(goneAt ?? at)}`;
    this.run.violations.push({
      rule: goneAt === undefined ? "order/used-before-created" : "order/used-after-dropped", severity: sometimes ? "warning" : "error", at, object: name, ...(later === undefined ? {} : { needs: later }),
      message: `${facts.verb} fails${sometimes ? " where foreign keys are enforced" : ""}: ${holder} names ${nameOf(name)}, which ${why}.`,
    });
    return true;
  }

  /** Rows of a view are written through an INSTEAD OF trigger alone. */
  private needInsteadOf({ object, event }: Waking, facts: StatementFacts, at: number): void {
    if (object === undefined || event === "select") return;
    const view = this.run.find(object);
    if (view?.ref.kind !== "view" || this.all.some((held) => held.names.insteadOf === true && held.on === view && held.names.events?.includes(event) === true)) return;
    const others = this.run.input.statements.map((other, index) => ({ index, names: other.holds?.find((names) => names.insteadOf === true && names.events?.includes(event) === true && names.on?.name === object.name) }));
    const other = others.find(({ index, names }) => names !== undefined && index > at) ?? others.findLast(({ index, names }) => names !== undefined && index < at);
    if (other?.names === undefined) return;
    const goneAt = this.run.keys.of(other.names.by).goneAt;
    const why = other.index > at ? `is created only later by ${this.run.input.describe(other.index)}` : goneAt === undefined ? "is gone" : `was dropped before by ${this.run.input.describe(goneAt)}`;
    this.run.violations.push({
      rule: other.index > at ? "order/used-before-created" : "order/used-after-dropped", severity: "error", at, object: other.names.by, ...(other.index > at ? { needs: other.index } : {}),
      message: `${facts.verb} writes to ${nameOf(view.ref)}, whose INSTEAD OF trigger ${why}.`,
    });
  }
}
