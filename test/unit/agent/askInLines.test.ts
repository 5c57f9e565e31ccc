import { describe, expect, test } from "vitest";
import { askInLines } from "../../../src/agent/askInLines.ts";
import type { Question } from "../../../src/commands/context.ts";

const choose: Question = { title: "What next?", choices: [{ value: "run", label: "Run it", detail: "and measure" }, { value: "end", label: "End" }], initial: "end" };

/** Somebody who types these lines, one for each prompt. */
async function typing(question: Question, ...lines: (string | undefined)[]): Promise<{ readonly answer: string | undefined; readonly printed: string[]; readonly prompts: string[] }> {
  const printed: string[] = [];
  const prompts: string[] = [];
  const answer = await askInLines(question, { print: (line) => printed.push(line), read: (prompt) => Promise.resolve((prompts.push(prompt), lines.shift())) });
  return { answer, printed, prompts };
}

describe("a question in lines", () => {
  test("lists its choices with numbers, and says which one nothing at all takes", async () => {
    const { printed, prompts } = await typing(choose, "1");
    expect(printed).toEqual(["What next?", "  1  Run it – and measure", "  2  End"]);
    expect(prompts).toEqual(["1-2 [2]> "]);
  });

  test.each([["1", "run"], ["run", "run"], ["run it", "run"], [" 2 ", "end"], ["", "end"]])("takes %j as %s", async (typed, value) => expect((await typing(choose, typed)).answer).toBe(value));

  test("is asked again until the answer is one of them", async () => {
    const { answer, printed } = await typing(choose, "7", "perhaps", "1");
    expect(answer).toBe("run");
    expect(printed.filter((line) => line.includes("from 1 to 2"))).toHaveLength(2);
  });

  test("ends where the person interrupts", async () => expect((await typing(choose, undefined)).answer).toBeUndefined());

  test("takes any text where there is no choice, and asks again for none", async () => {
    expect((await typing({ title: "Which query?" }, "", "select 1")).answer).toBe("select 1");
    expect((await typing({ title: "Which query?", initial: "select 2" }, "")).answer).toBe("select 2");
  });

  test("shows first what to look at, then the question, and no control codes of what a database said", async () => {
    const { printed } = await typing({ title: "Keep \u001b[31mit?", detail: "one\ntwo" }, "y");
    expect(printed.slice(0, 3)).toEqual(["one", "two", ""]);
    expect(printed).toHaveLength(4);
    expect(printed.join("")).not.toContain("\u001b");
  });
});
