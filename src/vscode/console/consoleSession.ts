import { visible } from "../../core/report/render/visible.ts";
import { fit } from "../../core/report/render/width.ts";
import type { Completion } from "./completion.ts";
import { commonStart } from "./completion.ts";
import type { Key } from "./keys.ts";
import { KeyReader } from "./keys.ts";
import { LineEditor } from "./lineEditor.ts";
import type { Prompt } from "./lineView.ts";
import { LineView } from "./lineView.ts";

/** What a console needs of its surroundings. */
export interface ConsolePort {
  write(data: string): void;
  prompt(): Prompt;
  /** Runs a typed line; resolves when it is done, whatever came of it. */
  run(line: string, signal: AbortSignal): Promise<void>;
  complete(line: string, cursor: number): Promise<Completion>;
  close(): void;
}

/** Reads keys, shows the line, runs it, asks questions: the console without its terminal. */
export class ConsoleSession {
  private readonly port: ConsolePort;
  private readonly keys = new KeyReader();
  private readonly editor = new LineEditor();
  private readonly view = new LineView();
  private columns: number;
  private running: AbortController | undefined;
  private question: { readonly prompt: Prompt; readonly answer: (line: string | undefined) => void } | undefined;
  private progressShown = false;
  private completing = false;
  private waiting: Key[] = [];

  constructor(port: ConsolePort, columns: number) {
    this.port = port;
    this.columns = columns;
  }

  /** Greets and shows the first prompt. */
  open(greeting: string): void {
    this.port.write("\u001b[?2004h");
    this.print(greeting);
    this.draw();
  }

  input(data: string): void {
    this.waiting.push(...this.keys.read(data));
    this.work();
  }

  /** A whole line as if it had been typed; nothing happens where another is being edited, runs, or is asked for. */
  type(line: string): void {
    if (this.running === undefined && this.question === undefined && this.editor.text === "") this.input(`${line}\r`);
  }

  resize(columns: number): void {
    this.columns = columns;
    if (this.editing) this.view.resized(this.prompt, this.editor.text, this.editor.cursor, columns);
  }

  get width(): number {
    return this.columns;
  }

  /** Writes lines above whatever is being typed. The text must be safe for a terminal already. */
  print(text: string): void {
    this.clearProgress();
    const lines = text.replace(/\n$/, "").replaceAll("\n", "\r\n");
    this.port.write(`${this.editing ? this.view.erase() : ""}${lines}\r\n`);
    if (this.editing && this.running !== undefined) this.draw();
  }

  /** Shows a step in the last row; the next one takes its place. */
  progress(message: string): void {
    if (this.running === undefined || this.question !== undefined) return;
    this.progressShown = true;
    this.port.write(`\r\u001b[2K\u001b[2m${fit(visible(message).replaceAll("\n", " "), this.columns - 1)}\u001b[0m`);
  }

  /** Reads one line as an answer; undefined when it was interrupted. It is not kept in the history. */
  ask(prompt: string): Promise<string | undefined> {
    this.clearProgress();
    return new Promise((resolve) => {
      this.question = { prompt: { text: prompt, color: 33 }, answer: resolve };
      this.draw();
    });
  }

  /** Ends a run that is under way; for a terminal that is closed. */
  stop(): void {
    this.running?.abort();
    this.question?.answer(undefined);
  }

  private get editing(): boolean {
    return this.running === undefined || this.question !== undefined;
  }

  private get prompt(): Prompt {
    return this.question?.prompt ?? this.port.prompt();
  }

  /** Keys that come while a completion is looked up wait for it. */
  private work(): void {
    while (!this.completing) {
      const key = this.waiting.shift();
      if (key === undefined) return;
      this.press(key);
    }
  }

  private press(key: Key): void {
    if (!this.editing) {
      if (key.kind === "interrupt") this.running?.abort();
      return;
    }
    if (this.editor.apply(key)) this.draw();
    else if (key.kind === "enter") this.enter();
    else if (key.kind === "interrupt") this.interrupt();
    else if (key.kind === "clear") this.clear();
    else if (key.kind === "tab" && this.question === undefined) void this.complete();
    else if (key.kind === "endOfInput" && this.question === undefined && this.editor.text === "") this.port.close();
  }

  private enter(): void {
    const { prompt, question } = this;
    this.port.write(this.view.leave(prompt, this.editor.text, this.columns));
    const line = this.editor.take(question === undefined);
    if (question !== undefined) {
      this.question = undefined;
      question.answer(line);
    } else if (line.trim() === "") this.draw();
    else void this.execute(line.trim());
  }

  private async execute(line: string): Promise<void> {
    this.running = new AbortController();
    try {
      await this.port.run(line, this.running.signal);
    } finally {
      this.clearProgress();
      this.running = undefined;
      this.draw();
    }
  }

  private interrupt(): void {
    this.port.write(`^C${this.view.leave(this.prompt, this.editor.text, this.columns)}`);
    this.editor.take(false);
    const question = this.question;
    this.question = undefined;
    if (question === undefined) this.draw();
    else {
      question.answer(undefined);
      this.running?.abort();
    }
  }

  private clear(): void {
    this.view.erase();
    this.port.write("\u001b[2J\u001b[3J\u001b[H");
    this.draw();
  }

  private async complete(): Promise<void> {
    this.completing = true;
    try {
      this.offer(await this.port.complete(this.editor.text, this.editor.cursor));
    } finally {
      this.completing = false;
      this.work();
    }
  }

  private offer({ start, end, candidates }: Completion): void {
    if (candidates.length === 0) return;
    const common = commonStart(candidates);
    const only = candidates.length === 1 && !common.endsWith("/") ? " " : "";
    if (candidates.length === 1 || common.length > end - start) this.editor.replace(start, end, common + only);
    else this.list(candidates);
    this.draw();
  }

  private list(candidates: readonly string[]): void {
    const shown = candidates.slice(0, 40).map(visible);
    const more = candidates.length > shown.length ? [`and ${candidates.length - shown.length} more`] : [];
    this.port.write(this.view.leave(this.prompt, this.editor.text, this.columns));
    this.port.write(`\u001b[2m${[...shown, ...more].join("  ")}\u001b[0m\r\n`);
  }

  private draw(): void {
    this.port.write(this.view.draw(this.prompt, this.editor.text, this.editor.cursor, this.columns));
  }

  private clearProgress(): void {
    if (!this.progressShown) return;
    this.progressShown = false;
    this.port.write("\r\u001b[2K");
  }
}
