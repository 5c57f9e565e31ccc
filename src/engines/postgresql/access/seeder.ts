import type { RowOf } from "../../../core/access/attempt.ts";
import type { Identity } from "../../../core/access/identity.ts";
import { valueOf } from "../../../core/access/known.ts";
import type { ColumnObject, TableObject } from "../../../core/catalog/catalog.ts";
import { StatementError } from "../../../core/errors.ts";
import type { Session } from "../../engine.ts";
import { quoteName, quoteObject, quoteText } from "../quote.ts";
import { CannotSeed } from "./cannotSeed.ts";
import { membershipsOf } from "./membership.ts";
import { otherValues } from "./otherValues.ts";
import { type Planning, planRow, type RowFor, type RowPlan } from "./plan.ts";
import { keyColumns, keyOf, type Relations } from "./relations.ts";
import { undone } from "./undone.ts";
import { literal } from "./values.ts";
import { wanted, Whose } from "./whose.ts";

/** A row that is there for a test. */
export interface SeededRow {
  readonly table: TableObject;
  /** All columns as text. */
  readonly values: ReadonlyMap<string, string | null>;
  /** The whole row as the server writes a row of this type. */
  readonly text: string;
  /** The statement that made it; absent where it was there before. */
  readonly made?: string;
  /** A condition that finds it, by its key or, without one, by its place. */
  readonly where: string;
  /** Where it lies; another place after it was changed. */
  readonly place: string;
}

/** A row that somebody is about to insert, as it would become. */
export interface PlannedRow {
  readonly values: ReadonlyMap<string, string | null>;
  readonly text: string;
  /** Makes room for it where a row that is there already stands in its way. */
  readonly before?: string;
}

/** Makes the rows that tests need, with the parents that their foreign keys want; everything in the open transaction, as the connection's own role. */
export class Seeder {
  readonly whose: Whose;
  /** Are triggers off while rows are made? */
  triggersOff = false;
  /** All rows that were made and kept, parents before their children. */
  readonly made: SeededRow[] = [];
  private readonly session: Session;
  private readonly room: Planning;
  private readonly rows = new Map<string, Promise<SeededRow>>();
  private readonly templates = new Map<string, Promise<ReadonlyMap<string, string | null> | undefined>>();
  private self: Promise<{ readonly name: string; readonly bypasses: boolean }> | undefined;
  private next = 100;

  constructor(session: Session, relations: Relations) {
    this.session = session;
    this.whose = new Whose(session, relations.catalog);
    this.room = {
      catalog: relations.catalog,
      relations,
      whose: this.whose,
      parent: (table, fixed, whose, path) => this.parent(table, fixed, whose, path),
      template: (table) => this.template(table),
      number: () => (this.next += 1),
    };
  }

  /** The row of a table that is an identity's own, somebody else's, …; made once. Throws CannotSeed. */
  row(table: TableObject, identity: Identity, row: RowOf): Promise<SeededRow> {
    const key = wanted(table, identity, row);
    const known = this.rows.get(key) ?? this.make(table, new Map(), { identity, row }, []);
    this.rows.set(key, known);
    return known;
  }

  /** Makes somebody a member of their tenant in the tables that say so; what cannot be made is left out, and tests that need it tell. */
  async join(identity: Identity): Promise<void> {
    const [user, tenant] = [valueOf(identity, "owner"), valueOf(identity, "tenant")];
    if (user === undefined || tenant === undefined) return;
    for (const { table, owner, tenant: column } of membershipsOf(this.room.catalog)) {
      await this.session.savepoint("keep", () => this.parent(table, new Map([[owner, user], [column, tenant]]), { identity, row: "own" }, [])).catch((error: unknown) => {
        if (!(error instanceof StatementError) && !(error instanceof CannotSeed)) throw error;
      });
    }
  }

  /** Values for another such row that is not made; its parents are. Throws CannotSeed. */
  async plan(table: TableObject, identity: Identity, row: RowOf): Promise<RowPlan> {
    const fixed = row === "otherTenant" ? await this.whose.planted(table, identity) : new Map<string, string | null>();
    return await planRow(this.room, table, fixed, { identity, row }, []);
  }

  /** Makes a row as planned. Throws StatementError for what the table refuses. */
  async insert(table: TableObject, plan: RowPlan): Promise<SeededRow> {
    const lift = await this.lifting(table);
    const found = await this.session.savepoint("keep", async () => {
      for (const statement of lift) await this.session.run(statement);
      const made = await this.session.run(returning(table, plan));
      if (lift.length > 0) await this.session.run(`ALTER TABLE ${quoteObject(table)} FORCE ROW LEVEL SECURITY`);
      return made;
    });
    return this.read(table, found.rows[0] ?? [], insertStatement(table, plan));
  }

  /** FORCE binds the owner too, who makes the rows and looks at them: what lifts it for that moment where the connection is an owner whom it binds. */
  async lifting(table: TableObject | undefined): Promise<readonly string[]> {
    if (table?.rowSecurity.forced !== true) return [];
    this.self ??= this.session.run("SELECT CURRENT_USER::text, rolsuper OR rolbypassrls FROM pg_catalog.pg_roles WHERE rolname = CURRENT_USER").then(({ rows }) => ({ name: String(rows[0]?.[0]), bypasses: rows[0]?.[1] === true }));
    const { name, bypasses } = await this.self;
    return bypasses || name !== table.owner ? [] : [`ALTER TABLE ${quoteObject(table)} NO FORCE ROW LEVEL SECURITY`];
  }

  /** Switches triggers off for the rest of the savepoint, where the connection may, so that rows are made without what they would set off. */
  async quiet(): Promise<void> {
    this.triggersOff = await this.session.savepoint("keep", async () => {
      await this.session.run("SET LOCAL session_replication_role = 'replica'");
      return true;
    }).catch((error: unknown) => {
      if (error instanceof StatementError) return false;
      throw error;
    });
  }

  /** Inserts a planned row for a moment, to see what the table makes of it. Throws CannotSeed where nobody could. */
  async tried(table: TableObject, plan: RowPlan): Promise<PlannedRow> {
    const seen = (before?: string): Promise<PlannedRow> =>
      undone(this.session, [...(before === undefined ? [] : [before]), returning(table, plan)]).then(({ rows }) => {
        const { values, text } = this.read(table, rows[0] ?? []);
        return { values, text, ...(before === undefined ? {} : { before }) };
      });
    try {
      return await seen();
    } catch (error) {
      if (!(error instanceof StatementError)) throw error;
      const clash = error.code === "23505" ? await this.clashing(table, plan, error) : undefined;
      return clash === undefined ? refused(table)(error) : await seen(clash).catch(refused(table));
    }
  }

  /** What removes the row that a planned one would repeat. */
  private async clashing(table: TableObject, plan: RowPlan, error: StatementError): Promise<string | undefined> {
    const unique = table.indexes.filter((index) => index.unique && index.columns.every((column) => plan.get(column) !== undefined && plan.get(column) !== null));
    const named = unique.find((index) => index.name === error.details["constraint"]) ?? unique[0];
    if (named === undefined) return undefined;
    const there = await this.find(table, new Map(named.columns.map((column) => [column, plan.get(column) ?? null])));
    return there === undefined ? undefined : `DELETE FROM ${quoteObject(table)} WHERE ${there.where}`;
  }

  /** Makes the parents that changed columns of a row refer to. Throws CannotSeed. */
  async parentsOf(table: TableObject, values: ReadonlyMap<string, string | null>, identity: Identity, row: RowOf, changed: ReadonlySet<string>): Promise<void> {
    for (const { form, columns, references } of table.constraints) {
      if (form !== "foreignKey" || references === undefined || !columns.some((column) => changed.has(column)) || columns.some((column) => (values.get(column) ?? null) === null)) continue;
      const parent = this.room.relations.table({ schema: references.schema, name: references.table });
      if (parent !== undefined) await this.parent(parent, new Map(columns.map((column, at) => [references.columns[at] ?? "", values.get(column) ?? null])), { identity, row }, [keyOf(table)]);
    }
  }

  /** Works with triggers off, where the connection may, and has them on again behind it. */
  async quietly<Value>(work: () => Promise<Value>): Promise<Value> {
    await this.quiet();
    try {
      return await work();
    } finally {
      if (this.triggersOff) await this.session.run("SET LOCAL session_replication_role = 'origin'");
      this.triggersOff = false;
    }
  }

  private async make(table: TableObject, fixed: ReadonlyMap<string, string | null>, whose: RowFor, path: readonly string[]): Promise<SeededRow> {
    const plan = await planRow(this.room, table, fixed, whose, path);
    const row = await this.insert(table, plan).catch((error: unknown) => {
      if (error instanceof StatementError) return this.mended(table, plan, error, fixed, whose);
      throw error;
    });
    if (row.made !== undefined) this.made.push(row);
    return row;
  }

  private async mended(table: TableObject, plan: RowPlan, error: StatementError, fixed: ReadonlyMap<string, string | null>, whose: RowFor): Promise<SeededRow> {
    const marks = new Map([...(await this.whose.marks(table, whose.identity, whose.row)), ...fixed]);
    if ((error.code === "23505" || error.code === "25006") && marks.size > 0) {
      const there = await this.find(table, marks);
      if (there !== undefined) return there;
    }
    const foreign = table.constraints.filter(({ form }) => form === "foreignKey").flatMap(({ columns }) => columns);
    for (const other of error.code === "23514" ? otherValues(this.room.catalog, table, plan, String(error.details["constraint"] ?? ""), new Set([...marks.keys(), ...keyColumns(table), ...foreign])) : []) {
      const made = await this.insert(table, other).catch((again: unknown) => {
        if (again instanceof StatementError) return undefined;
        throw again;
      });
      if (made !== undefined) return made;
    }
    const template = await this.template(table);
    if (error.code.startsWith("23") && template !== undefined) {
      const unique = new Set([...keyColumns(table), ...table.indexes.filter((index) => index.unique).flatMap((index) => index.columns)]);
      const copied: RowPlan = new Map(plan);
      for (const column of table.columns) if (!marks.has(column.name) && !unique.has(column.name) && column.generated === undefined && column.identity === undefined) copied.set(column.name, template.get(column.name) ?? null);
      return await this.insert(table, copied).catch(refused(table));
    }
    return refused(table)(error);
  }

  private async parent(table: TableObject, fixed: ReadonlyMap<string, string | null>, whose: RowFor, path: readonly string[]): Promise<ReadonlyMap<string, string | null>> {
    const there = fixed.size === 0 ? undefined : await this.find(table, fixed);
    if (there !== undefined) return there.values;
    if (fixed.size === 0) return (await this.known(table, whose, path)).values;
    return (await this.make(table, fixed, whose, path)).values;
  }

  private known(table: TableObject, whose: RowFor, path: readonly string[]): Promise<SeededRow> {
    const key = wanted(table, whose.identity, whose.row);
    const known = this.rows.get(key) ?? this.make(table, new Map(), whose, path);
    this.rows.set(key, known);
    return known;
  }

  private template(table: TableObject): Promise<ReadonlyMap<string, string | null> | undefined> {
    const known = this.templates.get(keyOf(table)) ?? this.find(table, new Map()).then((row) => row?.values);
    this.templates.set(keyOf(table), known);
    return known;
  }

  /** A row with these values that is there; undefined where none is. */
  async find(table: TableObject, values: ReadonlyMap<string, string | null>): Promise<SeededRow | undefined> {
    const conditions = [...values].map(([name, value]) => (value === null ? `${quoteName(name)} IS NULL` : `${quoteName(name)} = ${literal(columnOf(table, name), value)}`));
    const where = conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`;
    const found = await undone(this.session, [...(await this.lifting(table)), `SELECT ${told(table)} FROM ${quoteObject(table)} AS data_engineer_row${where} LIMIT 1`]).catch((error: unknown) => {
      if (error instanceof StatementError) return undefined;
      throw error;
    });
    return found?.rows[0] === undefined ? undefined : this.read(table, found.rows[0]);
  }

  private read(table: TableObject, cells: readonly unknown[], made?: string): SeededRow {
    const texts = cells.map((cell) => (cell === null ? null : String(cell)));
    const values = new Map(table.columns.map((column, at) => [column.name, texts[at + 2] ?? null]));
    const key = keyColumns(table);
    const where = key.length === 0 ? withoutKey(table, values, texts[0] ?? "") : key.map((name) => `${quoteName(name)} = ${literal(columnOf(table, name), values.get(name) ?? null)}`).join(" AND ");
    return { table, values, text: texts[1] ?? "", where, place: texts[0] ?? "", ...(made === undefined ? {} : { made }) };
  }
}

/** Above this many rows a row without a key is found by its place, which another run does not have, instead of by all that it holds. */
const fewRows = 10_000;

function withoutKey(table: TableObject, values: ReadonlyMap<string, string | null>, place: string): string {
  if ((table.estimatedRows ?? 0) > fewRows || values.size === 0) return `ctid = ${quoteText(place)}`;
  return [...values].map(([name, value]) => (value === null ? `${quoteName(name)} IS NULL` : `${quoteName(name)}::text = ${quoteText(value)}`)).join(" AND ");
}

/** INSERT with literals, as a person would write it. */
export function insertStatement(table: TableObject, plan: RowPlan): string {
  if (plan.size === 0) return `INSERT INTO ${quoteObject(table)} DEFAULT VALUES`;
  const columns = [...plan.keys()].map(quoteName).join(", ");
  const forced = [...plan.keys()].some((name) => columnOf(table, name).identity?.always === true) ? " OVERRIDING SYSTEM VALUE" : "";
  return `INSERT INTO ${quoteObject(table)} (${columns})${forced} VALUES (${[...plan].map(([name, value]) => literal(columnOf(table, name), value)).join(", ")})`;
}

/** The same, giving the whole row. */
function returning(table: TableObject, plan: RowPlan): string {
  const into = `INSERT INTO ${quoteObject(table)}`;
  return `${into} AS data_engineer_row${insertStatement(table, plan).slice(into.length)} RETURNING ${told(table)}`;
}

export function columnOf(table: TableObject, name: string): ColumnObject {
  const found = table.columns.find((column) => column.name === name);
  if (found === undefined) throw new CannotSeed(`${keyOf(table)} has no column ${name}`);
  return found;
}

function told(table: TableObject): string {
  return ["ctid::text", "data_engineer_row::text", ...table.columns.map(({ name }) => `data_engineer_row.${quoteName(name)}::text`)].join(", ");
}

function refused(table: TableObject): (error: unknown) => never {
  return (error) => {
    if (error instanceof StatementError) throw new CannotSeed(`no row of ${keyOf(table)} can be made: ${error.message} (${error.code})`, { cause: error });
    throw error;
  };
}
