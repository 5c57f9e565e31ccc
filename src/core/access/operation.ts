/** What somebody may try with a relation or a routine. "changeOwner" is an UPDATE that gives an own row away (its `row` "otherTenant": into another tenant), "takeOver" one that takes another's. */
export const operations = ["select", "insert", "insertReturning", "update", "changeOwner", "takeOver", "delete", "truncate", "execute"] as const;

export type Operation = (typeof operations)[number];
