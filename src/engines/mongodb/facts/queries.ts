import type { MongoCommand } from "../mongoCommand.ts";
import { documentOf, valueOf } from "../shell/value.ts";
import { changeFacts } from "./changes.ts";
import { kindOf } from "./kinds.ts";
import type { PartialFacts } from "./partialFacts.ts";
import { pipelineFacts } from "./pipeline.ts";
import { collectionRef, madeAlong, useOf } from "./refs.ts";

/** Commands that read; an aggregation that ends in $out or $merge, or a mapReduce that writes, is data manipulation. */
export function queryFacts({ name, document }: MongoCommand, base: number): PartialFacts {
  const first = document.fields[0]?.value;
  const reads = useOf(first, base, "soft");
  switch (name) {
    case "aggregate": {
      const { reads: more, target, writes, destroys } = pipelineFacts(valueOf(document, "pipeline"), base);
      if (!writes || valueOf(document, "explain") !== undefined) return { kind: "query", writes: false, transaction: "inside", uses: [...reads, ...more] };
      const collection = collectionRef(target);
      return { kind: "dml", uses: [...reads, ...more, ...useOf(target, base, "soft")], defines: madeAlong(collection), destroys };
    }
    case "mapReduce":
      return mapReduceFacts({ name, document }, base);
    case "explain":
      return explainFacts(document, base);
    default:
      return { kind: "query", writes: false, transaction: "inside", uses: reads };
  }
}

function mapReduceFacts({ document }: Pick<MongoCommand, "name" | "document">, base: number): PartialFacts {
  const out = valueOf(document, "out");
  const reads = useOf(document.fields[0]?.value, base, "soft");
  const inline = documentOf(out);
  if (inline !== undefined && valueOf(inline, "inline") !== undefined) return { kind: "query", writes: false, uses: reads };
  const replace = inline === undefined ? out : valueOf(inline, "replace");
  const target = collectionRef(replace ?? (inline === undefined ? undefined : (valueOf(inline, "merge") ?? valueOf(inline, "reduce"))));
  const replaced = collectionRef(replace);
  return { kind: "dml", uses: reads, defines: madeAlong(target), destroys: replaced === undefined ? [] : [{ object: replaced, how: "replace" }] };
}

/** What is explained is not done. */
function explainFacts(document: MongoCommand["document"], base: number): PartialFacts {
  const inner = documentOf(document.fields[0]?.value);
  const name = inner?.fields[0]?.name;
  if (inner === undefined || name === undefined) return { kind: "query", writes: false, transaction: "inside" };
  const command: MongoCommand = { kind: "command", name, document: inner };
  const { uses = [] } = kindOf(name) === "dml" ? changeFacts(command, base) : queryFacts(command, base);
  return { kind: "query", writes: false, transaction: "inside", uses };
}
