import type { ObjectRef, StatementFacts } from "../script/facts.ts";
import { isConditional } from "./conditional.ts";
import type { Keys } from "./keys.ts";
import { startsWith } from "./world.ts";

interface Mention {
  readonly at: number;
  readonly kind: "create" | "drop";
  readonly conditional: boolean;
  /** What is made. */
  readonly ref?: ObjectRef;
}

/** Where each object is made and dropped in all scripts, so that it can be told what comes later. */
export class Mentions {
  private readonly byKey = new Map<string, Mention[]>();
  private readonly byName = new Map<string, Set<string>>();
  private readonly keysOfTables = new Map<string, { readonly at: number; readonly ref: ObjectRef }[]>();

  constructor(statements: readonly StatementFacts[], keys: Keys) {
    statements.forEach((facts, at) => {
      if (facts.defines.length === 0 && facts.drops.length === 0 && facts.renames.length === 0) return;
      const conditional = isConditional(facts);
      const drop: Mention = { at, kind: "drop", conditional };
      for (const object of facts.drops) this.add(object, drop, keys);
      for (const object of facts.defines) {
        this.add(object, { at, kind: "create", conditional: conditional || object.byUse === true, ref: object }, keys);
        if (object.unique !== undefined || object.indexed !== undefined) this.addKey(object, at, keys);
      }
      for (const { from, to } of facts.renames) {
        this.add(from, drop, keys);
        this.add(to, { at, kind: "create", conditional: conditional || replaces(facts, to) }, keys);
      }
    });
  }

  /** The first mention after `at`: a creation means that the object was not there, a drop that it was. */
  next(key: string, at: number): Mention | undefined {
    return this.byKey.get(key)?.find((mention) => mention.at > at);
  }

  /** As `next`, but what is made along the way is passed over. */
  nextExplicit(key: string, at: number): Mention | undefined {
    return this.byKey.get(key)?.find((mention) => mention.at > at && mention.ref?.byUse !== true);
  }

  isMade(key: string): boolean {
    return this.byKey.get(key)?.some((mention) => mention.kind === "create") ?? false;
  }

  /** The one object of the same space and name in another schema, for names that are left to a search path. */
  elsewhere(key: string): string | undefined {
    const found = this.byName.get(spaceAndName(key));
    return found?.size === 1 ? [...found][0] : undefined;
  }

  /** The first key on these columns of the table (none: its primary key) that is made after `at`. */
  laterKey(table: string, columns: readonly string[], at: number, anyIndex = false): { readonly at: number; readonly ref: ObjectRef } | undefined {
    const serves = ({ ref }: { readonly ref: ObjectRef }): boolean => anyIndex && columns.length > 0 && startsWith(ref.unique ?? ref.indexed, columns);
    return this.keysOfTables.get(table)?.find((key) => key.at > at && (serves(key) || (columns.length === 0 ? key.ref.primary === true : key.ref.unique?.length === columns.length && columns.every((column) => key.ref.unique?.includes(column)))));
  }

  private add(object: ObjectRef, mention: Mention, keys: Keys): void {
    const key = keys.of(object);
    const list = this.byKey.get(key);
    if (list === undefined) this.byKey.set(key, [mention]);
    else list.push(mention);
    if (object.table !== undefined) return;
    const name = spaceAndName(key);
    const sameName = this.byName.get(name);
    if (sameName === undefined) this.byName.set(name, new Set([key]));
    else sameName.add(key);
  }

  private addKey(object: ObjectRef, at: number, keys: Keys): void {
    const table = keys.ofTable(object);
    if (table === undefined) return;
    const list = this.keysOfTables.get(table);
    if (list === undefined) this.keysOfTables.set(table, [{ at, ref: object }]);
    else list.push({ at, ref: object });
  }
}

/** What had the name before gives way (a rename with dropTarget). */
export function replaces({ destroys }: StatementFacts, to: ObjectRef): boolean {
  return destroys.some(({ object, how }) => how === "replace" && object.kind === to.kind && object.name === to.name);
}

function spaceAndName(key: string): string {
  return key.slice(0, 2) + key.slice(key.indexOf(".") + 1);
}
