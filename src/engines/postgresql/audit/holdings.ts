import { isOwnerColumn, isPersonalColumn, isSecretColumn, isTenantColumn } from "../../../core/access/columnMeaning.ts";
import type { Catalog, TableObject } from "../../../core/catalog/catalog.ts";

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

const usersTable = /^(?:app_?|auth_?)?(?:users?|accounts?|profiles?|members?|customers?|people|persons?|employees?|patients?|students?|clients?)$/i;

/** Read from names and foreign keys; nothing of the rows is looked at. */
export function holdingsOf(table: Pick<TableObject, "columns" | "constraints">): Holdings {
  const names = table.columns.map(({ name }) => name);
  const toUsers = table.constraints.filter((key) => key.form === "foreignKey" && key.columns.length === 1 && key.references !== undefined && usersTable.test(key.references.table)).flatMap(({ columns }) => columns);
  return {
    owner: names.filter((name) => toUsers.includes(name) || isOwnerColumn(name)),
    tenant: names.filter(isTenantColumn),
    personal: names.filter(isPersonalColumn),
    secret: names.filter(isSecretColumn),
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
