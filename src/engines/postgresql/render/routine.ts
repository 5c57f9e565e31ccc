import type { RoutineObject } from "../../../core/catalog/catalog.ts";
import { qualified } from "../../../core/catalog/objects.ts";
import { commentParts } from "./comment.ts";
import { grantParts } from "./grant.ts";
import { objectName } from "./identifier.ts";
import type { Part } from "./part.ts";

const KEYWORD = { function: "FUNCTION", window: "FUNCTION", procedure: "PROCEDURE", aggregate: "AGGREGATE" } as const;

/** A function, procedure, window function or aggregate. */
export function routineParts(routine: RoutineObject): Part[] {
  const key = `routine ${qualified(routine)}(${routine.signature})`;
  const keyword = KEYWORD[routine.form];
  const signature = routine.form === "aggregate" && routine.signature === "" ? "*" : routine.signature;
  const target = `${keyword} ${objectName(routine)}(${signature})`;
  const grantTarget = routine.form === "aggregate" ? `FUNCTION ${objectName(routine)}(${routine.signature})` : target;
  const definition = routine.definition.trimEnd();
  return [
    {
      key,
      object: key,
      family: "routine",
      needs: [`schema ${routine.schema}`],
      text: definition,
      state: `${routine.form} ${definition}`,
      create: [definition],
      drop: [`DROP ${target}`],
    },
    ...commentParts(key, target, routine.comment),
    ...grantParts(key, grantTarget, routine),
  ];
}

/** The part of a definition that CREATE OR REPLACE must find unchanged: name, arguments with their defaults, and result. */
export function routineHeader(definition: string): string {
  const end = /\n LANGUAGE /.exec(definition)?.index;
  return end === undefined ? definition : definition.slice(0, end);
}
