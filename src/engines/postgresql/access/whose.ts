import type { RowOf } from "../../../core/access/attempt.ts";
import type { Identity } from "../../../core/access/identity.ts";
import { valueOf } from "../../../core/access/known.ts";
import type { MarkKind } from "../../../core/access/markNames.ts";
import type { Catalog, ColumnObject, TableObject } from "../../../core/catalog/catalog.ts";
import { StatementError } from "../../../core/errors.ts";
import type { Session } from "../../engine.ts";
import { becoming } from "./become.ts";
import { type Mark, marksOf } from "./marks.ts";
import { undone } from "./undone.ts";
import { keyOf } from "./relations.ts";
import { baseType, fits, plainIdentityValue } from "./values.ts";

/** Tells, for one identity, which values its own rows, those of somebody else and those of another tenant have. */
export class Whose {
  private readonly session: Session;
  private readonly catalog: Catalog;
  private readonly evaluated = new Map<string, Promise<string | null>>();

  constructor(session: Session, catalog: Catalog) {
    this.session = session;
    this.catalog = catalog;
  }

  /** By column, the values that mark a row of this table; empty where nothing marks it. Null where an own row is asked for and the identity has no value that the column takes. */
  async marks(table: TableObject, identity: Identity, rowOf: RowOf): Promise<ReadonlyMap<string, string | null>> {
    const marks = marksOf(this.catalog, table);
    const hasOwner = marks.some(({ kind }) => kind === "owner");
    const found = new Map<string, string | null>();
    for (const mark of marks) {
      const column = table.columns.find(({ name }) => name === mark.column);
      if (column === undefined || column.generated !== undefined) continue;
      const own = rowOf === "own" || (rowOf === "foreign" && mark.kind === "tenant" && hasOwner) ? await this.own(mark, column, identity) : null;
      found.set(mark.column, own ?? (rowOf === "own" ? null : this.others(column, mark.kind, identity, rowOf)));
    }
    return found;
  }

  /** The columns of a row that somebody puts into another tenant as themselves: an attacker gives their own name. */
  async planted(table: TableObject, identity: Identity): Promise<ReadonlyMap<string, string | null>> {
    const marks = marksOf(this.catalog, table);
    // Without a column for the tenant the owner's is all that tells a row of another tenant apart.
    if (!marks.some(({ kind }) => kind === "tenant")) return new Map();
    const owners = new Set(marks.filter(({ kind }) => kind === "owner").map(({ column }) => column));
    const own = await this.marks(table, identity, "own");
    return new Map([...own].filter(([column, value]) => owners.has(column) && value !== null));
  }

  private async own(mark: Mark, column: ColumnObject, identity: Identity): Promise<string | null> {
    const type = baseType(this.catalog, column.type);
    for (const expression of mark.expressions) {
      const value = await this.evaluate(identity, expression);
      if (value !== null && fits(type, value)) return value;
    }
    const known = valueOf(identity, mark.kind);
    return known !== undefined && fits(type, known) ? known : null;
  }

  /** Of somebody else than the identity, who may be the usual somebody else. */
  private others(column: ColumnObject, kind: MarkKind, identity: Identity, rowOf: RowOf): string | null {
    const type = baseType(this.catalog, column.type);
    const usual = plainIdentityValue(type, kind, rowOf);
    return usual !== null && identity.owns.includes(usual) ? plainIdentityValue(type, kind, rowOf, 5) : usual;
  }

  /** What an expression of a policy gives for somebody; null where it needs a row, or fails. */
  private evaluate(identity: Identity, expression: string): Promise<string | null> {
    const key = `${identity.name}\0${identity.role ?? ""}\0${JSON.stringify(identity.settings)}\0${expression}`;
    const known = this.evaluated.get(key) ?? this.valueFor(identity, expression).catch((error: unknown) => {
      if (!(error instanceof StatementError)) throw error;
      // A policy may call what its role could not name by itself: a function in a schema that is closed to it.
      const { role, ...others } = identity;
      return role === undefined || error.code !== "42501" || asksForRole.test(expression) ? null : this.valueFor(others, expression);
    }).catch((error: unknown) => {
      if (error instanceof StatementError) return null;
      throw error;
    });
    this.evaluated.set(key, known);
    return known;
  }

  private valueFor(identity: Identity, expression: string): Promise<string | null> {
    return undone(this.session, [...becoming(identity), `SELECT (${expression})::text`]).then(({ rows }) => {
      const value = rows[0]?.[0];
      return typeof value === "string" && value !== "" ? value : null;
    });
  }
}

const asksForRole = /\b(?:current_user|current_role|session_user|user)\b/i;

/** As caches know who a row is for. */
export function wanted(table: TableObject, identity: Identity, rowOf: RowOf): string {
  return [keyOf(table), identity.name, identity.role ?? "", JSON.stringify(identity.settings), identity.owns.join("\u0001"), rowOf].join("\0");
}
