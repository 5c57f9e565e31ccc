import type { Catalog, ColumnObject } from "../../../../core/catalog/catalog.ts";
import { isKept, isPlaintext, plaintextKind, type PlaintextKind } from "../../../../core/secrets/plaintext.ts";
import type { Session } from "../../../engine.ts";
import { quoteName } from "../../quote.ts";
import { inParts } from "./inParts.ts";

/** A column whose name says that its values are secret, and how many of those that were looked at can be read as they are. */
export interface SensitiveColumn {
  readonly table: string;
  readonly column: string;
  readonly kind: PlaintextKind;
  readonly looked: number;
  readonly plain: number;
}

const samples = 50;
const columnsAtOnce = 100;

/** Looks at a few values of each such column; none of them is kept. */
export async function readSensitive(session: Session, catalog: Catalog, signal: AbortSignal): Promise<SensitiveColumn[]> {
  const columns = catalog.tables.filter(({ form }) => form === "table").flatMap((table) => table.columns.flatMap((column) => {
    const kind = kindOf(column);
    return kind === null ? [] : [{ table: table.name, column: column.name, kind }];
  }));
  const found: SensitiveColumn[] = [];
  for (const part of inParts(columns, columnsAtOnce)) {
    const asked = part.map(({ table, column }, at) => `SELECT ${at}, v FROM (SELECT CAST(${quoteName(column)} AS TEXT) AS v FROM ${quoteName(table)} WHERE typeof(${quoteName(column)}) IN ('text', 'integer') LIMIT ${samples})`);
    const { rows } = await session.run(asked.join("\nUNION ALL\n"), { signal });
    part.forEach((one, at) => {
      const values = rows.filter(([place]) => Number(place) === at).map(([, value]) => String(value)).filter(isKept);
      found.push({ ...one, looked: values.length, plain: values.filter((value) => isPlaintext(one.kind, value)).length });
    });
  }
  return found;
}

function kindOf({ name, type }: ColumnObject): PlaintextKind | null {
  return /BLOB|BOOL|DATE|REAL|FLOA|DOUB/i.test(type) ? null : plaintextKind(name);
}
