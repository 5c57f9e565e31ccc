import type { PolicyRequest } from "../../../../core/access/policyDesign.ts";
import type { Catalog, TableObject } from "../../../../core/catalog/catalog.ts";
import type { Value } from "../../bson/value.ts";
import type { Mark } from "../mark.ts";

/** What a design is made of. */
export interface DesignRoom {
  readonly request: PolicyRequest;
  readonly catalog: Catalog;
  readonly table: TableObject;
  readonly mark: Mark;
  /** Whose documents views and roles are made for. */
  readonly values: readonly Value[];
  /** Types of values that the field may have. */
  readonly types: readonly string[];
  /** One view that asks for the asker's roles, or one for each value. */
  readonly form: "roles" | "values";
  /** Why it is that form. */
  readonly why: string;
  /** Does the server know createRole? */
  readonly roles: boolean;
  readonly database: string;
  /** Documents without the field, or with a value of another type; null where the server took too long to count them. */
  readonly breaking: number | null;
  /** Who this connection is: "(no login)" where it gave none. */
  readonly user: string;
}

/** A view and the role that may find on it, and on nothing else, for one value. */
export interface Share {
  readonly value: Value;
  readonly view: string;
  readonly role: string;
}
