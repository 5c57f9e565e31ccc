import { reachRules } from "../../../../src/engines/postgresql/audit/reach/rules.ts";
import { describePlanted } from "./planted.ts";
import { grantCases } from "./planted/grants.ts";
import { roleCases } from "./planted/roles.ts";
import { viewCases } from "./planted/views.ts";

/** Of the connection itself, and so of no schema. */
const ofConnection = "reach/superuser-connection";
const own = new Set(reachRules.map(({ id }) => id).filter((id) => id !== ofConnection));

describePlanted({
  title: "planted ways past the policies",
  rules: (rule) => own.has(rule),
  proves: true,
  witnesses: ["reach/becomes-bypass", "reach/bypass-role", "reach/unique-oracle", "reach/foreign-key-oracle", "reach/publication"],
  cases: [...grantCases, ...viewCases, ...roleCases],
});
