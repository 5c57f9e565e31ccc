import type { SequenceObject } from "../../../core/catalog/catalog.ts";
import { textLiteral } from "../catalog/texts.ts";
import { quoteName } from "../quote.ts";
import { sequenceWords } from "../render/sequence.ts";
import { same } from "./compare.ts";

/** ALTER SEQUENCE; it goes on where it was, but starts again where its bounds or its direction change, which may leave where it was outside. */
export function alterSequence(before: SequenceObject, after: SequenceObject): string[] {
  const bare = ({ comment: _comment, grants: _grants, ...rest }: SequenceObject): object => rest;
  const moves = before.minimum !== after.minimum || before.maximum !== after.maximum || before.increment.startsWith("-") !== after.increment.startsWith("-");
  return [
    ...(same(bare(before), bare(after)) ? [] : [`ALTER SEQUENCE ${quoteName(after.name)} ${sequenceWords(after)}${moves ? ` RESTART WITH ${after.start}` : ""}`]),
    ...(before.comment === after.comment ? [] : [`ALTER TABLE ${quoteName(after.name)} COMMENT=${textLiteral(after.comment ?? "")}`]),
  ];
}
