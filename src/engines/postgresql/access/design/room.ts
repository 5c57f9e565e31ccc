import type { Catalog, TableObject } from "../../../../core/catalog/catalog.ts";
import type { PolicyRequest } from "../../../../core/access/policyDesign.ts";
import type { Session } from "../../../engine.ts";
import type { Scheme } from "./scheme.ts";
import type { ServerRole } from "./serverRoles.ts";

/** What a design is made from. */
export interface DesignRoom {
  readonly request: PolicyRequest;
  readonly catalog: Catalog;
  readonly table: TableObject;
  readonly session: Pick<Session, "run" | "facts">;
  readonly scheme: Scheme;
  readonly roles: ReadonlyMap<string, ServerRole>;
  /** The role that runs the statements and owns what they make. */
  readonly me: ServerRole;
}

/** One statement and what takes it back, in its order; absent where nothing is to be taken back. */
export interface Step {
  readonly sql: string;
  readonly undo?: string | readonly string[];
}
