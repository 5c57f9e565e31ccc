import { appendFileSync, closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import path from "node:path";
import { asideIndex, type AsideLine } from "../../../core/snapshot/keptAside.ts";
import type { Doc } from "../bson/value.ts";
import { canonical } from "../bson/write.ts";

const chunkSize = 1 << 18;

/**
 * The files where a module's process keeps documents; core/snapshot/keptAside.ts says their form. What `add` was given is with the operating system when `flush`
 * returns, so that it outlives this process; `close` waits for the disk.
 */
export class AsideFiles {
  private readonly folder: string;
  private readonly why: string;
  private readonly open = new Map<string, { readonly fd: number; waiting: string }>();

  constructor(folder: string, why: string) {
    this.folder = folder;
    this.why = why;
  }

  add(table: string, document: Doc): void {
    const file = this.open.get(table) ?? this.begin(table);
    file.waiting += `${canonical(document)}\n`;
    if (file.waiting.length >= chunkSize) this.write(file);
  }

  unkept(what: string): void {
    this.index({ unkept: what });
  }

  flush(): void {
    for (const file of this.open.values()) if (file.waiting !== "") this.write(file);
  }

  close(): void {
    this.flush();
    for (const { fd } of this.open.values()) {
      fsyncSync(fd);
      closeSync(fd);
    }
    this.open.clear();
  }

  private begin(table: string): { readonly fd: number; waiting: string } {
    const name = `${this.open.size + 1}.rows`;
    const file = { fd: openSync(path.join(this.folder, name), "wx"), waiting: "" };
    this.index({ table, file: name, why: this.why });
    this.open.set(table, file);
    return file;
  }

  private index(line: AsideLine): void {
    appendFileSync(path.join(this.folder, asideIndex), `${JSON.stringify(line)}\n`);
  }

  private write(file: { readonly fd: number; waiting: string }): void {
    const bytes = Buffer.from(file.waiting, "utf8");
    for (let at = 0; at < bytes.length; ) at += writeSync(file.fd, bytes, at);
    file.waiting = "";
  }
}
