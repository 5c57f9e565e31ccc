import type { Attempt } from "../../../core/access/attempt.ts";
import type { Catalog } from "../../../core/catalog/catalog.ts";
import type { Session } from "../../engine.ts";
import type { Flavour } from "../flavourName.ts";
import type { Disposable } from "./tries.ts";

/** What the ways of trying share. */
export interface Room {
  /** The trial's own session, which makes rows and takes them away. */
  readonly session: Session;
  readonly catalog: Catalog;
  readonly flavour: Flavour;
  readonly signal: AbortSignal;
}

/** Somebody who is logged in, and what they try. */
export interface Actor {
  readonly attempt: Attempt;
  readonly account: Disposable;
  readonly session: Session;
}
