import type { ChangeStep } from "../../engine.ts";

export type Phase = ChangeStep["phase"];

/** Families in the order in which a script shows them; dependencies may move single parts. */
export const FAMILIES = [
  "schema", "extension", "early", "type", "sequence", "routine", "table", "column", "default", "link", "owned",
  "notNull", "identity", "key", "check", "index", "indexLink", "foreignKey", "view", "viewIndex", "trigger", "other", "policy", "rowSecurity", "replicaIdentity", "lateLink",
  "setting", "comment", "grant", "last",
] as const;
export type Family = (typeof FAMILIES)[number];

/** Kept rows are loaded before parts of these families come (back). */
const FIRST_OF_CONSTRAINTS = FAMILIES.indexOf("notNull");

/**
 * The smallest piece of a schema that has a statement of its own: a table, but also a column's default or an object's comment.
 * Both the script of a whole catalog and the change from one catalog to another are made of parts, ordered by what they need.
 */
export interface Part {
  /** Unique in a catalog. The flat object's key, with "#facet" where the part is only a facet of it. */
  readonly key: string;
  /** Key of the flat object that it belongs to. */
  readonly object: string;
  readonly family: Family;
  /** Keys of parts that must exist before; absent ones are ignored. */
  readonly needs: readonly string[];
  /** Text whose names tell what else must exist before. */
  readonly text: string;
  /** "schema.name" pairs known without reading the text. */
  readonly uses?: readonly string[];
  /** Its table's columns may stand in the text by their bare names. */
  readonly table?: string;
  /** Parts whose removal takes this one along without a statement. */
  readonly within?: readonly string[];
  /** A part with which it is dropped where both are to go, though it may also outlive it (a sequence and its column). */
  readonly goesWith?: string;
  /** Created by the statement of this part, when that one is created too. */
  readonly inline?: string;
  /** Equal text: nothing to do. */
  readonly state: string;
  readonly create: readonly string[];
  readonly drop: readonly string[];
  /** Statements that bring an older state of it to this one, for families that have such. */
  readonly alter?: readonly string[];
  /** What its statement could not say before kept rows are loaded. */
  readonly afterRows?: readonly string[];
  /** A column's type, without its collation. */
  readonly type?: string;
  /** Removing it loses rows or values. */
  readonly holdsData?: boolean;
  /** Set where it is the copy of a parent table's part. */
  readonly inherited?: Inherited;
  /** Stays as it is when the type of its column changes. */
  readonly survivesRetype?: boolean;
}

/** How a part hangs on its like in a parent table. */
export interface Inherited {
  /** The part that links the two tables; without it this part stands alone. */
  readonly link: string;
  /** The parent's part; dropping it drops this one too. */
  readonly from: string;
  /** The parent's statement creates this one as well. */
  readonly follows: boolean;
}

/** The phase that a family belongs to by itself. */
export function phaseOf(family: Family): Phase {
  return FAMILIES.indexOf(family) < FIRST_OF_CONSTRAINTS ? "structure" : "constraints";
}
