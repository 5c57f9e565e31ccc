import type { SequenceObject } from "../../../core/catalog/catalog.ts";
import { textLiteral } from "../catalog/texts.ts";
import { quoteName } from "../quote.ts";

/** CREATE SEQUENCE of MariaDB. */
export function renderSequence(sequence: SequenceObject): string {
  return `CREATE SEQUENCE ${quoteName(sequence.name)} ${sequenceWords(sequence)}${sequence.comment === undefined ? "" : ` COMMENT=${textLiteral(sequence.comment)}`}`;
}

export function sequenceWords(sequence: SequenceObject): string {
  return `START WITH ${sequence.start} MINVALUE ${sequence.minimum} MAXVALUE ${sequence.maximum} INCREMENT BY ${sequence.increment} CACHE ${sequence.cache} ${sequence.cycle ? "CYCLE" : "NOCYCLE"}`;
}
