import type { AuditFinding } from "../../../../core/audit/auditFinding.ts";
import { isPersonalColumn, isSecretColumn, isTenantColumn } from "../../../../core/access/columnMeaning.ts";
import { commandText, text } from "../../render/commandTexts.ts";
import { type CollectionFacts, fieldsOf } from "../collectionFacts.ts";
import type { MongodbRule } from "../rule.ts";

export const noValidator: MongodbRule = {
  id: "schema/no-validator",
  title: "Collection that takes any document",
  why: "Without a validator a wrong type, a misspelt field or a missing tenant is stored without a word. Of caches and logs that nobody reads by field this may be meant.",
  scope: "schema",
  find: ({ collections }) =>
    collections.filter(({ validator, table }) => validator === null && table.options["timeseries"] === undefined && table.options["capped"] === undefined).map((facts): AuditFinding => {
      const grave = fieldsOf(facts).filter((field) => isTenantColumn(field) || isPersonalColumn(field) || isSecretColumn(field));
      return {
        rule: "schema/no-validator", object: facts.table.name, severity: grave.length > 0 ? "warning" : "info",
        message: `${facts.table.name} has no validator: any document is stored${grave.length > 0 ? `, also one whose ${grave.slice(0, 3).join(", ")} is missing or of another type` : ""}. Give it a $jsonSchema with collMod.`,
      };
    }),
};

export const onlyWarns: MongodbRule = {
  id: "schema/validator-only-warns",
  title: "Validator that refuses nothing",
  why: "validationAction warn writes a line into the server's log and stores the document all the same. It is a step on the way to error, and is easily forgotten.",
  scope: "schema",
  find: ({ collections }) => collections.filter(({ validator, validationAction }) => validator !== null && validationAction === "warn").map((facts): AuditFinding => softened(facts, "schema/validator-only-warns", "validationAction", "warn", "error", "only warns: what breaks it is stored")),
};

export const halfHeld: MongodbRule = {
  id: "schema/validator-not-strict",
  title: "Validator that leaves old documents alone, or is off",
  why: "validationLevel moderate never checks an update of a document that breaks the rule already, and off checks nothing.",
  scope: "schema",
  find: ({ collections }) =>
    collections.filter(({ validator, validationLevel }) => validator !== null && validationLevel !== "strict").map((facts): AuditFinding => ({
      ...softened(facts, "schema/validator-not-strict", "validationLevel", facts.validationLevel, "strict", facts.validationLevel === "off" ? "is switched off" : "does not check updates of documents that break it already"),
      severity: facts.validationLevel === "off" ? "warning" : "info",
    })),
};

function softened({ table, breaking }: CollectionFacts, rule: string, option: string, now: string, wanted: string, what: string): AuditFinding {
  const set = (value: string): string => commandText(["collMod", text(table.name)], [option, text(value)]);
  return {
    rule, object: table.name, severity: "warning",
    message: `The validator of ${table.name} ${what} (${option}: ${now}).${broken(breaking)}`,
    ...(breaking !== 0 ? {} : { fix: { title: `Set ${option} to ${wanted}`, statements: [set(wanted)], undo: [set(now)] } }),
  };
}

function broken(breaking: number | null): string {
  if (breaking === null || breaking === 0) return "";
  return ` ${breaking === 1000 ? "1000 documents or more break" : breaking === 1 ? "1 document breaks" : `${breaking} documents break`} it now: mend them before it refuses.`;
}
