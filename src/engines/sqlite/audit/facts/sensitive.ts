import type { Catalog, ColumnObject } from "../../../../core/catalog/catalog.ts";
import { looksHashed, looksRandom } from "../../../../core/secrets/entropy.ts";
import { isPlaceholder } from "../../../../core/secrets/placeholder.ts";
import type { Session } from "../../../engine.ts";
import { quoteName } from "../../quote.ts";
import { inParts } from "./inParts.ts";

/** A column whose name says that its values are secret, and how many of those that were looked at can be read as they are. */
export interface SensitiveColumn {
  readonly table: string;
  readonly column: string;
  readonly kind: "password" | "token" | "card" | "key";
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
      const values = rows.filter(([place]) => Number(place) === at).map(([, value]) => String(value)).filter((value) => value !== "" && !isHidden(value));
      found.push({ ...one, looked: values.length, plain: values.filter((value) => isPlain(one.kind, value)).length });
    });
  }
  return found;
}

function kindOf({ name, type }: ColumnObject): SensitiveColumn["kind"] | null {
  const words = name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
  if (/hash|digest|salt|cipher|crypt|reset|hint|change|expir|length|policy|algo|type|_id$|_at$|count|required|enabled|strategy|name|url|verified|version|public|label|limit|usage|budget/.test(words) || /BLOB|BOOL|DATE|REAL|FLOA|DOUB/i.test(type)) return null;
  if (/(?:^|_)(?:password|passwd|passphrase|pwd|passcode|user_?pass)$/.test(words)) return "password";
  if (/(?:^|_)(?:private_?key|secret_?key|pem)$/.test(words)) return "key";
  if (/(?:^|_)(?:token|secret|api_?key|access_?key|auth_?key|bearer|client_?secret)$/.test(words)) return "token";
  return /(?:^|_)(?:card_?(?:number|no|num)|credit_?card|cc_?(?:number|num)|pan|ssn|social_security(?:_number)?|iban)$/.test(words) ? "card" : null;
}

/** Nothing is kept in it, or only a part of it. */
function isHidden(value: string): boolean {
  return /[*•]{2,}|^x{2,}/i.test(value);
}

function isPlain(kind: SensitiveColumn["kind"], value: string): boolean {
  if (looksHashed(value) || looksEncrypted(value)) return false;
  if (kind === "password") return value.length <= 72;
  if (kind === "key") return /PRIVATE KEY/.test(value) || looksRandom(value);
  if (kind === "token") return !isPlaceholder(value) && looksRandom(value);
  const digits = value.replace(/[ -]/g, "");
  return /^\d{13,19}$/.test(digits) ? passesLuhn(digits) : /^\d{3}-?\d{2}-?\d{4}$/.test(value) || /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(digits);
}

/** A header of a known format, or a long text in which nothing can be read. */
function looksEncrypted(value: string): boolean {
  return /^(?:gAAAAA|v\d:|vault:v\d+:|enc:|ENC\(|\$aes|AES|eyJ[\w-]+\.\.|-----BEGIN (?:PGP|ENCRYPTED)|\\x|age1|AQICAH)/.test(value) || /^[A-Za-z0-9+/_-]{88,}={0,2}$/.test(value);
}

function passesLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const doubled = at % 2 === 1 ? Number(digit) * 2 : Number(digit);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}
