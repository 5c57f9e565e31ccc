import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { answering } from "../editor.ts";
import { answerOf } from "../participant.ts";

describe("chat participant", () => {
  it("runs a slash command on the real database and offers its report", async () => {
    const { id, text, buttons, result } = await answerOf("", "smokeTest");
    assert.equal(id, "data-engineer.agent");
    assert.match(text, /^# .*smoke-test passed/m);
    assert.deepEqual([buttons, result.metadata], [["Open Report"], { command: "smoke-test", status: "passed" }]);
  });

  it("takes a line as the console has it", async () => {
    const { text, result } = await answerOf("*run-sql SELECT 6 * 7 AS answer");
    assert.match(text, /\|\s*42\s*\|/);
    assert.equal(result.metadata?.["status"], "passed");
  });

  it("tells a query's plan, and designs indexes for it", async () => {
    const plan = await answerOf("query SELECT name FROM sqlite_schema ORDER BY name", "analyzePerformance");
    assert.match(plan.text, /sqlite_schema/);
    assert.deepEqual([plan.buttons, plan.result.metadata], [["Open Report"], { command: "analyze-performance", status: "passed" }]);
    const indexes = await answerOf("*design-indexes --query \"SELECT 1\"");
    assert.deepEqual(indexes.result.metadata, { command: "design-indexes", status: "passed" }, indexes.text);
    assert.match((await answerOf("", "designIndexes")).text, /--query/);
  });

  it("asks before it writes, and writes nothing without an answer", async () => {
    const { value, asked } = await answering(() => undefined, () => answerOf("CREATE TABLE by_chat (id INTEGER)", "runSql"));
    assert.match(asked[0]?.message ?? "", /Run 1 statement/);
    assert.deepEqual(value.result.metadata, { command: "run-sql", status: "refused" });
  });

  it("says what a free text may mean, and what a line lacks", async () => {
    const meant = await answerOf("please test my migration without committing");
    assert.match(meant.text, /^That could be one of these:\n\n- `\/dryRun <path>`/);
    assert.deepEqual(meant.buttons, []);
    assert.match((await answerOf("", "dryRun")).text, /dry-run needs path/);
    assert.match((await answerOf('*snapshot "open')).text, /quote/i);
  });
});
