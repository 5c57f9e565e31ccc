import { docIn, isDoc, type Doc, type Value } from "./bson/value.ts";

/** What a validator's $jsonSchemas together say of fields: its own and those that stand in its $and. Empty where it has none. */
export interface ValidatorSchema {
  /** Each field's schema. */
  readonly properties: Doc;
  readonly required: readonly string[];
}

export function validatorSchema(validator: Doc): ValidatorSchema {
  const all = schemasIn(validator);
  return {
    properties: new Map(all.flatMap((schema) => [...docIn(schema, "properties")])),
    required: [...new Set(all.flatMap((schema) => listIn(schema, "required")))].filter((name): name is string => typeof name === "string"),
  };
}

function schemasIn(validator: Doc): Doc[] {
  const own = validator.get("$jsonSchema");
  return [...(isDoc(own) ? [own] : []), ...listIn(validator, "$and").filter(isDoc).flatMap(schemasIn)];
}

function listIn(document: Doc, name: string): readonly Value[] {
  const value = document.get(name);
  return Array.isArray(value) ? (value as readonly Value[]) : [];
}
