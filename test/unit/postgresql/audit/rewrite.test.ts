import { expect, test } from "vitest";
import { callSpan, rewritten } from "../../../../src/engines/postgresql/audit/policies/expression/rewrite.ts";

test("a call ends at the parenthesis that closes it, whatever stands in its texts and names", () => {
  const text = `(id = app."f(x"('a)''b', g(1)) + 2)`;
  const start = Buffer.from(text).indexOf("app.");
  expect(callSpan(text, start)?.text).toBe(`app."f(x"('a)''b', g(1))`);
  expect(callSpan("f(1", 0)).toBeUndefined();
});

test("places are bytes", () => {
  const text = "name = 'Zoë' AND owner = auth.uid()";
  const span = callSpan(text, Buffer.from(text).indexOf("auth"))!;
  expect(rewritten(text, [{ ...span, text: `(SELECT ${span.text})` }])).toBe("name = 'Zoë' AND owner = (SELECT auth.uid())");
});
