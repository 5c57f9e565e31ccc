import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commonStart, completeLine } from "../../../src/vscode/console/completion.ts";
import { ConsoleSession } from "../../../src/vscode/console/consoleSession.ts";
import { KeyReader } from "../../../src/vscode/console/keys.ts";
import { LineEditor } from "../../../src/vscode/console/lineEditor.ts";
import { LineView } from "../../../src/vscode/console/lineView.ts";
import { Screen } from "./screen.ts";

const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe("keys", () => {
  it("reads text, controls and sequences of one piece", () => {
    expect(new KeyReader().read("ab\u001b[D\u0003\r\t\u007f\u001b[1;5C").map((key) => key.kind)).toEqual(["text", "left", "interrupt", "enter", "tab", "backspace", "wordRight"]);
  });

  it("keeps a paste together, whatever pieces it comes in, and runs nothing of it", () => {
    const reader = new KeyReader();
    expect([...reader.read("\u001b[200~SELECT 1;\rSEL"), ...reader.read("ECT 2;\u0003\r\n\u001b[201~x")]).toEqual([{ kind: "paste", text: "SELECT 1;\nSELECT 2;" }, { kind: "text", text: "x" }]);
  });

  it("swallows sequences it does not know", () => {
    expect(new KeyReader().read("\u001b[15~a\u001b[?1;2c")).toEqual([{ kind: "text", text: "a" }]);
  });
});

describe("line editor", () => {
  it("never puts the cursor inside a character", () => {
    const editor = new LineEditor();
    editor.insert("a👩‍👩‍👧é");
    editor.apply({ kind: "left" });
    editor.apply({ kind: "backspace" });
    expect([editor.text, editor.cursor]).toEqual(["aé", 1]);
  });

  it("browses the history and comes back to what was being typed", () => {
    const editor = new LineEditor();
    for (const line of ["*help", "*guide", "*guide"]) {
      editor.insert(line);
      editor.take(true);
    }
    editor.insert("*sn");
    const seen = (["up", "up", "up", "down", "down", "down"] as const).map((kind) => (editor.apply({ kind }), editor.text));
    expect(seen).toEqual(["*guide", "*help", "*help", "*guide", "*sn", "*sn"]);
  });

  it("does not keep answers to questions", () => {
    const editor = new LineEditor();
    editor.insert("orders");
    editor.take(false);
    editor.apply({ kind: "up" });
    expect(editor.text).toBe("");
  });

  it("deletes words and ends", () => {
    const editor = new LineEditor();
    editor.insert("*dry-run migrations/004.sql");
    editor.apply({ kind: "deleteWord" });
    expect(editor.text).toBe("*dry-run migrations/004.");
    editor.apply({ kind: "home" });
    editor.apply({ kind: "wordRight" });
    editor.apply({ kind: "deleteToEnd" });
    expect(editor.text).toBe("*dry");
  });

  it("holds any sequence of keys within the text", () => {
    const kinds = ["left", "right", "wordLeft", "wordRight", "home", "end", "backspace", "delete", "deleteWord", "deleteToStart", "deleteToEnd", "up", "down"] as const;
    fc.assert(fc.property(fc.array(fc.oneof(fc.constantFrom(...kinds).map((kind) => ({ kind })), fc.string({ unit: "grapheme" }).map((text) => ({ kind: "text" as const, text })))), (keys) => {
      const editor = new LineEditor();
      for (const key of keys) editor.apply(key);
      return editor.cursor >= 0 && editor.cursor <= editor.text.length;
    }));
  });
});

describe("line view", () => {
  it("shows the line and the cursor where they belong, over as many rows as needed", () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.string({ unit: fc.constantFrom("a", "b", " ", "漢", "\n"), maxLength: 40 }), fc.nat()), { maxLength: 6 }), fc.integer({ min: 5, max: 20 }), (lines, columns) => {
      const view = new LineView();
      const screen = new Screen(columns);
      screen.write("before\r\n");
      for (const [text, at] of lines) {
        const cursor = at % (text.length + 1);
        screen.write(view.draw({ text: "> ", color: 36 }, text, cursor, columns));
        const expected = new Screen(columns);
        expected.write(`before\r\n> ${text.slice(0, cursor).replaceAll("\n", "\r\n")}`);
        expected.settle(text[cursor]);
        const whole = new Screen(columns);
        whole.write(`before\r\n> ${text.replaceAll("\n", "\r\n")}`);
        expect(screen.text()).toBe(whole.text());
        expect([screen.row, screen.column]).toEqual([expected.row, expected.column]);
      }
    }));
  });
});

describe("completion", () => {
  const offer = (_offers: string, typed: string): Promise<string[]> => Promise.resolve(["migrations/", "my file.sql"].filter((name) => name.startsWith(typed)));

  it("completes commands and quotes what needs it", async () => {
    expect((await completeLine("*veri", 5, offer)).candidates).toEqual(["*verify-order"]);
    expect((await completeLine("*dry-run my", 11, offer)).candidates).toContain('"my file.sql"');
  });

  it("finds what all begin with", () => {
    expect(commonStart(["*snapshot", "*smoke-test"])).toBe("*s");
    expect(commonStart([])).toBe("");
  });
});

describe("console session", () => {
  const open = (run: (line: string, signal: AbortSignal, session: () => ConsoleSession) => Promise<void>) => {
    const screen = new Screen(60);
    let closed = false;
    const session: ConsoleSession = new ConsoleSession({
      write: (data) => { screen.write(data); },
      prompt: () => ({ text: "> ", color: 36 }),
      run: (line, signal) => run(line, signal, () => session),
      complete: () => Promise.resolve({ start: 0, end: 2, candidates: ["*help"] }),
      close: () => { closed = true; },
    }, 60);
    session.open("hello");
    return { session, screen, isClosed: () => closed };
  };

  it("runs what was typed and shows the prompt again", async () => {
    const lines: string[] = [];
    const { session, screen } = open((line, _signal, self) => {
      lines.push(line);
      self().print("done");
      return Promise.resolve();
    });
    session.input("*guide\r");
    await tick();
    expect(lines).toEqual(["*guide"]);
    expect(screen.text()).toBe("hello\n> *guide\ndone\n>");
  });

  it("keeps keys that come while it completes", async () => {
    const lines: string[] = [];
    const { session } = open((line) => (lines.push(line), Promise.resolve()));
    session.input("*h\t\r");
    await tick();
    expect(lines).toEqual(["*help"]);
  });

  it("cancels a run with Ctrl+C, and only the run", async () => {
    const { session, screen, isClosed } = open((_line, signal, self) => new Promise((resolve) => {
      self().progress("working (1 of 2)");
      signal.addEventListener("abort", () => { self().print("stopped"); resolve(); });
    }));
    session.input("*dry-run x\r");
    session.input("ignored\u0003");
    await tick();
    expect(screen.text()).toBe("hello\n> *dry-run x\nstopped\n>");
    expect(isClosed()).toBe(false);
  });

  it("asks while it runs; an answer is not kept, Ctrl+C declines", async () => {
    const answers: (string | undefined)[] = [];
    const { session } = open(async (_line, _signal, self) => {
      answers.push(await self().ask("Type orders: "));
      answers.push(await self().ask("Go on? "));
    });
    session.input("*rollback x\rorders\r");
    await tick();
    session.input("y\u0003");
    await tick();
    session.input("\u001b[A");
    expect(answers).toEqual(["orders", undefined]);
  });

  it("closes with Ctrl+D on an empty line only", () => {
    const { session, isClosed } = open(() => Promise.resolve());
    session.input("a\u0004");
    expect(isClosed()).toBe(false);
    session.input("\u007f\u0004");
    expect(isClosed()).toBe(true);
  });
});
