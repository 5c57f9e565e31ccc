import type { SequenceObject } from "../../../core/catalog/catalog.ts";
import { qualified } from "../../../core/catalog/objects.ts";
import { commentParts } from "./comment.ts";
import { grantParts } from "./grant.ts";
import { identifier, objectName } from "./identifier.ts";
import type { Part } from "./part.ts";

/** A sequence, and the column that owns it. */
export function sequenceParts(sequence: SequenceObject): Part[] {
  const key = `sequence ${qualified(sequence)}`;
  const name = objectName(sequence);
  return [
    {
      key,
      object: key,
      family: "sequence",
      needs: [`schema ${sequence.schema}`],
      text: "",
      state: sequenceParameters(sequence),
      create: [`CREATE SEQUENCE ${name} ${sequenceParameters(sequence)}`],
      drop: [`DROP SEQUENCE ${name}`],
      alter: [`ALTER SEQUENCE ${name} ${sequenceParameters(sequence)}`],
      ...(sequence.ownedBy === undefined ? {} : { goesWith: `column ${sequence.ownedBy.schema}.${sequence.ownedBy.table}.${sequence.ownedBy.column}` }),
    },
    ...ownedParts(sequence, key, name),
    ...commentParts(key, `SEQUENCE ${name}`, sequence.comment),
    ...grantParts(key, `SEQUENCE ${name}`, sequence),
  ];
}

/** Everything that CREATE SEQUENCE and ALTER SEQUENCE take. */
export function sequenceParameters(sequence: SequenceObject): string {
  const { type, start, increment, minimum, maximum, cache, cycle } = sequence;
  return `AS ${type} INCREMENT BY ${increment} MINVALUE ${minimum} MAXVALUE ${maximum} START WITH ${start} CACHE ${cache}${cycle ? " CYCLE" : " NO CYCLE"}`;
}

function ownedParts(sequence: SequenceObject, key: string, name: string): Part[] {
  const owner = sequence.ownedBy;
  if (owner === undefined) return [];
  const table = { schema: owner.schema, name: owner.table };
  return [
    {
      key: `${key}#owned`,
      object: key,
      family: "owned",
      needs: [key, `table ${qualified(table)}`, `column ${qualified(table)}.${owner.column}`],
      text: "",
      within: [key],
      state: `${objectName(table)}.${identifier(owner.column)}`,
      create: [`ALTER SEQUENCE ${name} OWNED BY ${objectName(table)}.${identifier(owner.column)}`],
      drop: [`ALTER SEQUENCE ${name} OWNED BY NONE`],
      survivesRetype: true,
    },
  ];
}
