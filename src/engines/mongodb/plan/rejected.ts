import { type Fields, fieldsIn, isFields, listIn, numberIn, textIn } from "./explainText.ts";

/** "FETCH, IXSCAN customer_1": the stages of a plan from above, those that read with their index. */
export function summary(plan: Fields): string {
  const tree = fieldsIn(plan, "queryPlan") ?? plan;
  const stages: string[] = [];
  const visit = (stage: Fields): void => {
    const index = textIn(stage, "indexName");
    stages.push(`${textIn(stage, "stage") ?? "?"}${index === undefined ? "" : ` ${index}`}`);
    for (const input of [stage["inputStage"], ...listIn(stage, "inputStages")]) if (isFields(input)) visit(input);
  };
  visit(tree);
  return stages.join(", ");
}

/** The plans that lost, summed up. */
export function rejectedOf(planner: Fields): string[] {
  return listIn(planner, "rejectedPlans").filter(isFields).map(summary);
}

export interface Trial {
  readonly plan: string;
  readonly works: number;
  readonly returned: number;
  readonly keys: number;
  readonly docs: number;
}

/** How far each candidate came in the trial that chose among them (verbosity allPlansExecution). */
export function trialsOf(stats: Fields): { readonly [name in keyof Trial]: Trial[name] }[] {
  return listIn(stats, "allPlansExecution").filter(isFields).flatMap((one) => {
    const stages = fieldsIn(one, "executionStages");
    if (stages === undefined) return [];
    return [{ plan: summary(stages), works: numberIn(stages, "works") ?? 0, returned: numberIn(one, "nReturned") ?? 0, keys: numberIn(one, "totalKeysExamined") ?? 0, docs: numberIn(one, "totalDocsExamined") ?? 0 }];
  });
}
