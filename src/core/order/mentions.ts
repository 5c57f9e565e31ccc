import type { ObjectRef, StatementFacts } from "../script/facts.ts";
import { isConditional } from "./conditional.ts";
import type { Identity, Mention } from "./identity.ts";
import type { Keys } from "./keys.ts";
import { startsWith } from "./world.ts";

/** Where each object is made and dropped in all scripts, so that it can be told what comes later. */
export class Mentions {
  /** Those that live under no table. */
  private readonly mentioned: Identity[] = [];
  private bySpaceAndName: ReadonlyMap<string, Identity | null> | undefined;
  private readonly keysOfTables = new Map<Identity, { readonly at: number; readonly ref: ObjectRef }[]>();

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
  next(key: Identity, at: number): Mention | undefined {
    return key.mentions?.find((mention) => mention.at > at);
  }

  /** As `next`, but what is made along the way is passed over. */
  nextExplicit(key: Identity, at: number): Mention | undefined {
    return key.mentions?.find((mention) => mention.at > at && mention.ref?.byUse !== true);
  }

  isMade(key: Identity): boolean {
    return key.mentions?.some((mention) => mention.kind === "create") ?? false;
  }

  /** The one object of the same space and name in another schema, for names that are left to a search path. */
  elsewhere(key: Identity): Identity | undefined {
    return (this.bySpaceAndName ??= spacesAndNames(this.mentioned)).get(key.space + key.name) ?? undefined;
  }

  /** The first key on these columns of the table (none: its primary key) that is made after `at`. */
  laterKey(table: Identity, columns: readonly string[], at: number, anyIndex = false): { readonly at: number; readonly ref: ObjectRef } | undefined {
    const serves = ({ ref }: { readonly ref: ObjectRef }): boolean => anyIndex && columns.length > 0 && startsWith(ref.unique ?? ref.indexed, columns);
    return this.keysOfTables.get(table)?.find((key) => key.at > at && (serves(key) || (columns.length === 0 ? key.ref.primary === true : key.ref.unique?.length === columns.length && columns.every((column) => key.ref.unique?.includes(column)))));
  }

  private add(object: ObjectRef, mention: Mention, keys: Keys): void {
    const key = keys.of(object);
    if (key.mentions === undefined) key.mentions = [mention];
    else key.mentions.push(mention);
    if (object.table === undefined) this.mentioned.push(key);
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

/** Null where several schemas have the name. */
function spacesAndNames(identities: readonly Identity[]): ReadonlyMap<string, Identity | null> {
  const found = new Map<string, Identity | null>();
  for (const identity of identities) {
    const id = identity.space + identity.name;
    const before = found.get(id);
    found.set(id, before === undefined || before === identity ? identity : null);
  }
  return found;
}
