import type { ObjectRef, ObjectUse } from "../script/facts.ts";
import type { Severity } from "../report/report.ts";

export type OrderRule =
  | "order/used-before-created" | "order/used-after-dropped" | "order/created-twice" | "order/drop-order" | "order/missing" | "order/cycle" | "order/name-trap"
  | "order/enum-value-same-transaction" | "order/syntax";

/** Something wrong at one statement. Positions count the statements of all scripts together. */
export interface Violation {
  readonly rule: OrderRule;
  readonly severity: Severity;
  readonly at: number;
  readonly object: ObjectRef;
  readonly message: string;
  /** The statement that makes it work when it comes first. */
  readonly needs?: number;
  /** Where in the statement; the whole of it where absent. */
  readonly place?: Pick<ObjectUse, "start" | "end">;
}

/** How one statement touches one object; kept in order, the objects stay the same. */
export interface Access {
  readonly at: number;
  readonly key: string;
  readonly writes: boolean;
}

/** `before` must run before `at`. */
export interface Requirement {
  readonly at: number;
  readonly needs: number;
}
