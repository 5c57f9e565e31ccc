import type { Json } from "../../core/json.ts";
import type { Report } from "../../core/report/report.ts";
import type { ShownAttempt, ShownCell, ShownMatrix } from "../../protocol/audit/view.ts";
import { attemptWords, formWords, operationWords, rowWords } from "./accessWords.ts";
import { arrayAt, numberAt, objectAt, textAt, textsAt } from "../panels/readData.ts";
import { shownEvidenceAt } from "./shownEvidence.ts";

/** The matrix of a report, its cells by object, identity and operation; undefined where nobody tried anything. */
export function matrixView({ data }: Report): ShownMatrix | undefined {
  const tried = arrayAt(data, "matrix").length > 0 ? arrayAt(data, "matrix") : arrayAt(objectAt(data, "matrix"), "cells");
  if (tried.length === 0) return undefined;
  const identities = new Places();
  const operations = new Places();
  const objects = new Places();
  const forms = new Map<string, string>();
  const cells = new Map<string, ShownCell & { attempts: ShownAttempt[] }>();
  const witnesses = objectAt(data, "witnesses") ?? {};
  for (const operation of Object.keys(operationWords)) if (tried.some((one) => textAt(one, "operation") === operation)) operations.of(operation);
  for (const one of tried) {
    const [name, identity, operation] = ["object", "identity", "operation"].map((key) => textAt(one, key) ?? "") as [string, string, string];
    forms.set(name, textAt(one, "form") ?? "");
    const place = { object: objects.of(name), identity: identities.of(identity), operation: operations.of(operation) };
    const id = Object.values(place).join(" ");
    const cell = cells.get(id) ?? { ...place, attempts: [] };
    cell.attempts.push(attempt(one, witnesses));
    cells.set(id, cell);
  }
  return {
    identities: identities.all,
    operations: operations.all.map((operation) => operationWords[operation] ?? operation),
    objects: objects.all.map((name) => ({ name, form: formWords[forms.get(name) ?? ""] ?? forms.get(name) ?? "" })),
    cells: [...cells.values()],
  };
}

function attempt(one: Json, witnesses: Readonly<Record<string, Json>>): ShownAttempt {
  const verdict = textAt(one, "verdict");
  const row = textAt(one, "row") ?? "any";
  return {
    row: rowWords[row] ?? row,
    verdict: verdict === "allowed" || verdict === "denied" ? verdict : "error",
    words: attemptWords({ mechanism: textAt(one, "mechanism"), policies: textsAt(one, "policies"), rows: numberAt(one, "rows"), code: textAt(one, "code"), message: textAt(one, "message") }),
    evidence: shownEvidenceAt(witnesses, textAt(one, "witness") ?? ""),
  };
}

/** Names in the order in which they came, and their places. */
class Places {
  readonly all: string[] = [];
  private readonly places = new Map<string, number>();

  of(name: string): number {
    const known = this.places.get(name);
    if (known !== undefined) return known;
    this.places.set(name, this.all.length);
    return this.all.push(name) - 1;
  }
}
