import { describe, expect, it } from "vitest";
import { escapeMarkdown, renderMarkdown } from "../../../src/core/report/render/markdown.ts";
import type { Report } from "../../../src/core/report/report.ts";
import { sample } from "./sample.ts";

describe("renderMarkdown", () => {
  it("shows the whole report", () => {
    expect(renderMarkdown(sample)).toBe(`# ✘ dry-run failed

1 of 2 migrations failed.

postgresql 15.18 · database shop · development · 1 error, 2 warnings, 1 note · 1.2 s

- **warning** app is a superuser. (\`access/superuser\`)
  - Fix: Take it away (not proven)

    \`\`\`sql
    ALTER ROLE app NOSUPERUSER
    \`\`\`


## \`migrations/005.sql\`

- **warning** 005 has no down script. (\`dry-run/no-down-script\`)

## \`migrations/004.sql\`

- **info** 3:1 A note. (\`order/unused\`)
- **error** 12:5 orders is used before it is created. (\`order/missing-table\`)
  - Fix: Move the statement up (proven: it was executed)

## Rows

| name | count |
| --- | --- |
| 日本 | 5 |
| café | 12 |
| NULL | NULL |
| a b | 1 |

## Schema

\`\`\`diff
- b
+ x
\`\`\`

## Ran

\`\`\`sql
SELECT 1;
\`\`\`

## ✘ 004 migrations/004.sql (proof: transaction; no down script)

| Line |  | Statement | Time | Rows | Locks and rewrites |
| --- | --- | --- | --- | --- | --- |
| 1 | ✔ | CREATE TABLE t ( id int ) | 1.2 ms |  | AccessExclusiveLock on public.t |
| 5 | ✘ | INSERT INTO t VALUES (1) | 0.4 ms |  | no such column |
| 6 | – | SELECT 1 |  |  |  |

## Written

- \`out/report.md\`

**Next:** Mend 004, then run it again.
`);
  });

  it.each([
    ["a|b", "a\\|b"],
    ["[x](command:evil)", "\\[x\\](command:evil)"],
    ["![x](http://t.co/p.png)", "\\!\\[x\\](http&#58;//t.co/p.png)"],
    ["<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"],
    ["**b** _i_ `c` ~s~", "\\*\\*b\\*\\* \\_i\\_ \\`c\\` \\~s\\~"],
    ["# h", "\\# h"],
    ["- item", "\\- item"],
    ["1. item", "1\\. item"],
    ["www.example.com bob@example.com", "www&#46;example.com bob&#64;example.com"],
    ["two\n\n# lines", "two \\# lines"],
    ["&lt;b&gt;", "&amp;lt;b&amp;gt;"],
    ["back\\slash", "back\\\\slash"],
    ["$(icon) $x$", "\\$(icon) \\$x\\$"],
  ])("makes %j plain text", (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });

  it("lets no name break out of a table, a code span or a fence", () => {
    const hostile = "x` | <b> \n| --- |\n```\n# h [l](http://e)";
    const report: Report = {
      command: "help", status: "passed", summary: "s", data: {}, files: [hostile], durationMs: 1,
      findings: [{ rule: "a/b", severity: "error", message: hostile, file: hostile }],
      evidence: [{ kind: "table", title: hostile, columns: [hostile], rows: [[hostile], [hostile]] }, { kind: "text", title: "t", text: hostile }],
    };
    const lines = renderMarkdown(report).split("\n");
    const fence = lines.findIndex((line) => line.startsWith("````"));
    expect(lines[fence]).toBe("````text");
    expect(lines.indexOf("````", fence + 1)).toBe(fence + 5);
    const outside = [...lines.slice(0, fence), ...lines.slice(fence + 6)];
    expect(outside.filter((line) => line.startsWith("|"))).toHaveLength(4);
    for (const raw of outside) {
      const line = raw.replace(/(`+)(?!`).*?(?<!`)\1(?!`)/g, "");
      expect(line).not.toMatch(/<b>/);
      expect(line).not.toMatch(/(?<!\\)\]\(http:/);
      expect(line).not.toMatch(/^# h/);
    }
  });
});
