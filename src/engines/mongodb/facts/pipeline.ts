import type { Destruction, ObjectUse } from "../../../core/script/facts.ts";
import { documentOf, itemsOf, textOf, valueOf } from "../shell/value.ts";
import type { DocumentValue, Value } from "../shell/value.ts";
import { collectionRef, useOf } from "./refs.ts";

export interface PipelineFacts {
  /** Collections that are read besides the first: $lookup, $graphLookup, $unionWith. The server takes a missing one for an empty one. */
  readonly reads: readonly ObjectUse[];
  /** Where its result is written in this database. */
  readonly target: Value | undefined;
  readonly writes: boolean;
  readonly destroys: readonly Destruction[];
}

/** What the stages of an aggregation read and write, also those inside of $lookup, $unionWith and $facet. */
export function pipelineFacts(pipeline: Value | undefined, base: number): PipelineFacts {
  const reads: ObjectUse[] = [];
  collectReads(pipeline, base, reads);
  const last = itemsOf(pipeline).findLast((stage) => stage.kind === "document" && (valueOf(stage, "$out") !== undefined || valueOf(stage, "$merge") !== undefined));
  const stage = documentOf(last);
  if (stage === undefined) return { reads, target: undefined, writes: false, destroys: [] };
  const out = valueOf(stage, "$out");
  const target = out === undefined ? mergeTarget(valueOf(stage, "$merge")) : outTarget(out);
  const collection = collectionRef(target);
  return { reads, target, writes: true, destroys: out === undefined || collection === undefined ? [] : [{ object: collection, how: "replace" }] };
}

function outTarget(out: Value): Value | undefined {
  const document = documentOf(out);
  if (document === undefined) return out;
  return valueOf(document, "db") === undefined ? valueOf(document, "coll") : undefined;
}

function mergeTarget(merge: Value | undefined): Value | undefined {
  const document = documentOf(merge);
  if (document === undefined) return merge;
  const into = valueOf(document, "into");
  return into?.kind === "document" ? outTarget(into) : into;
}

function collectReads(pipeline: Value | undefined, base: number, found: ObjectUse[]): void {
  for (const stage of itemsOf(pipeline)) {
    const [operator] = stage.kind === "document" ? stage.fields : [];
    if (operator !== undefined) stageReads(operator.name, operator.value, base, found);
  }
}

function stageReads(name: string, value: Value, base: number, found: ObjectUse[]): void {
  const document = documentOf(value);
  if (name === "$unionWith") found.push(...useOf(document === undefined ? value : valueOf(document, "coll"), base, "soft"));
  if (document === undefined) return;
  if (name === "$lookup" || name === "$graphLookup") found.push(...useOf(fromOf(document), base, "soft"));
  if (name === "$lookup" || name === "$unionWith") collectReads(valueOf(document, "pipeline"), base, found);
  if (name === "$facet") for (const field of document.fields) collectReads(field.value, base, found);
}

function fromOf(document: DocumentValue): Value | undefined {
  const from = valueOf(document, "from");
  return textOf(from) === undefined ? undefined : from;
}
