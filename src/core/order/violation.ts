import type { ObjectRef, ObjectUse } from "../script/facts.ts";
import type { Identity } from "./identity.ts";
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

/** How statements touch objects, in the order of the run; kept in order for each object, they find the same ones. */
export class Accesses {
  /** Twice the position, and one more where it writes. */
  private readonly marks: number[] = [];
  private readonly keys: Identity[] = [];

  add(at: number, key: Identity, writes: boolean): void {
    this.marks.push(writes ? at * 2 + 1 : at * 2);
    this.keys.push(key);
  }

  /** Those of the statements from `from` to before `to`. */
  each(from: number, to: number, visit: (at: number, key: Identity, writes: boolean) => void): void {
    for (let index = 0; index < this.marks.length; index++) {
      const mark = this.marks[index]!;
      const at = mark >> 1;
      if (at >= from && at < to) visit(at, this.keys[index]!, (mark & 1) === 1);
    }
  }
}

/** `before` must run before `at`. */
export interface Requirement {
  readonly at: number;
  readonly needs: number;
}
