import type { Catalog, TableObject } from "../../../../core/catalog/catalog.ts";

/** Columns that say what is at stake when somebody reaches a table's rows. */
export interface Holdings {
  /** Whose a row is: "user_id", a foreign key to the users. */
  readonly owner: readonly string[];
  readonly tenant: readonly string[];
  /** About people: "email", "birth_date". */
  readonly personal: readonly string[];
  /** What opens something else: "password_hash", "api_key". */
  readonly secret: readonly string[];
}

const tenantName = /^(?:tenant|org|organi[sz]ation|company|workspace|team|school|clinic|shop|merchant|firm)_?(?:id|uuid|key|slug)$|^tenant$/i;
const ownerName = /^(?:user|owner|author|account|customer|member|profile|creator|client|patient|person|employee|student|seller|buyer|sender|recipient)_?(?:id|uuid|uid|sub)$|^(?:owner|owned_by|created_by|user_?name|login|uid)$/i;
const personalName = /^(?:e_?mail|phone|mobile|telephone|fax)(?:_?(?:address|number|no))?$|^(?:first|last|full|middle|sur|given|family|maiden)_?name$|^(?:date_of_birth|birth_?(?:date|day)|dob|gender|ethnicity|religion|nationality|marital_status)$|(?:^|_)(?:ssn|iban|passport|tax_id|national_id|social_security|credit_card|card_number|bank_account|account_number|salary|diagnosis|medical|ip_address|home_address|street)(?:_|$)/i;
const secretName = /(?:^|_)(?:password|passwd|passphrase|pwd|secret|api_?key|private_?key|access_?key|access_?token|refresh_?token|auth_?token|session_?token|reset_?token|otp|totp|pin_?code|recovery_?codes?|encryption_?key|client_?secret|webhook_?secret)(?:_|$)|^(?:token|password\w*|salt)$/i;
const usersTable = /^(?:app_?|auth_?)?(?:users?|accounts?|profiles?|members?|customers?|people|persons?|employees?|patients?|students?|clients?)$/i;

/** What a column's name says it holds. A hash or a salt of a password counts as the password. */
export function secretColumn(name: string): boolean {
  return secretName.test(name) && !/(?:_at|_count|_enabled|_expires?|_hint)$/i.test(name);
}

export function personalColumn(name: string): boolean {
  return personalName.test(name);
}

/** Read from names and foreign keys; nothing of the rows is looked at. */
export function holdingsOf(table: Pick<TableObject, "columns" | "constraints">): Holdings {
  const names = table.columns.map(({ name }) => name);
  const toUsers = table.constraints.filter((key) => key.form === "foreignKey" && key.columns.length === 1 && key.references !== undefined && usersTable.test(key.references.table)).flatMap(({ columns }) => columns);
  return {
    owner: names.filter((name) => toUsers.includes(name) || ownerName.test(name)),
    tenant: names.filter((name) => tenantName.test(name)),
    personal: names.filter(personalColumn),
    secret: names.filter(secretColumn),
  };
}

export function holdsSomething({ owner, tenant, personal, secret }: Holdings): boolean {
  return owner.length + tenant.length + personal.length + secret.length > 0;
}

/** "whose rows belong to somebody (owner_id) and hold e-mail addresses": for a sentence after the table's name; "" where nothing is known. */
export function toldHoldings({ owner, tenant, personal, secret }: Holdings): string {
  const parts = [
    ...(tenant.length > 0 ? [`rows of different tenants (${tenant.join(", ")})`] : []),
    ...(owner.length > 0 ? [`rows of different people (${owner.join(", ")})`] : []),
    ...(personal.length > 0 ? [`personal data (${personal.slice(0, 4).join(", ")})`] : []),
    ...(secret.length > 0 ? [`secrets (${secret.slice(0, 4).join(", ")})`] : []),
  ];
  return parts.length === 0 ? "" : `it holds ${parts.join(", ")}`;
}

/** True where some table of the database is under row level security: then a table without is a gap, not a choice. */
export function usesRowSecurity(catalog: Catalog): boolean {
  return catalog.tables.some(({ rowSecurity }) => rowSecurity.enabled);
}
