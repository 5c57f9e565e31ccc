import fc from "fast-check";
import { expect, it } from "vitest";
import { loadParser } from "../../../src/engines/postgresql/parser.ts";
import { quoteName, quoteObject, quoteText } from "../../../src/engines/postgresql/quote.ts";

const parser = await loadParser();
const names = fc.string({ minLength: 1, maxLength: 30, unit: fc.constantFrom("a", "B", '"', "'", "\\", " ", ";", "é", "$", "-") });

it("quotes names and texts so that the server reads them back", () => {
  fc.assert(
    fc.property(names, names, fc.string({ maxLength: 30, unit: fc.constantFrom("a", "'", "\\", "\n", "é", "$", ";") }), (schema, name, text) => {
      const tree = JSON.stringify(parser.parse(`SELECT ${quoteText(text)} FROM ${quoteObject({ schema, name })} AS ${quoteName("x")}`));
      expect(tree).toContain(`"relname":${JSON.stringify(name)}`);
      expect(tree).toContain(`"schemaname":${JSON.stringify(schema)}`);
      if (text !== "") expect(tree).toContain(`"sval":${JSON.stringify(text)}`);
    }),
  );
});
