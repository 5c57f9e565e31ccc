import type { Script, Statement } from "../../core/script/script.ts";
import type { Flavour } from "./flavourName.ts";
import type { ClientCommand } from "./scan/clientCommands.ts";
import { clientCommandAt, delimiterOf } from "./scan/clientCommands.ts";
import { Compound } from "./scan/compound.ts";
import { Lexer } from "./scan/lexer.ts";
import { isBlank, lineEnd } from "./scan/lexis.ts";
import { ModeState } from "./scan/modeState.ts";
import type { SqlMode } from "./scan/sqlMode.ts";

export interface Cut {
  readonly script: Script;
  readonly commands: readonly ClientCommand[];
}

/**
 * Cuts a script where the client would, which honours DELIMITER, \g and \G; under the delimiter ";" bodies of stored programs are
 * kept whole, as tools do that send a whole file. Total. Commands of the client are gaps.
 */
export function split(text: string, flavour: Flavour, version?: number, mode?: SqlMode): Script {
  return cut(text, flavour, version, mode).script;
}

/** `split`, with the commands of the client that stand in the gaps. */
export function cut(text: string, flavour: Flavour, version?: number, mode?: SqlMode): Cut {
  const statements: Statement[] = [];
  const commands: ClientCommand[] = [];
  const lexer = new Lexer(text, flavour, version);
  const ahead = new Lexer(text, flavour, version);
  const compound = new Compound();
  const modes = new ModeState(mode);
  lexer.mode = modes.mode;
  let [start, end, content] = [-1, -1, false];
  const peek = (): string => {
    ahead.mode = lexer.mode;
    ahead.delimiter = lexer.delimiter;
    ahead.jump(lexer.end);
    while (ahead.next()) if (ahead.kind !== "open" && ahead.kind !== "close") return ahead.kind === "word" || ahead.kind === "symbol" ? text.slice(ahead.start, ahead.end).toUpperCase() : "";
    return "";
  };
  const close = (): void => {
    if (content) {
      const statement = { index: statements.length, start, end, text: text.slice(start, end) };
      statements.push(statement);
      modes.follow(statement.text, flavour, version);
      lexer.mode = modes.mode;
    }
    start = -1;
    content = false;
    compound.clear();
  };
  while (lexer.next()) {
    if (start === -1) {
      const command = clientCommandAt(text, lexer.start, lexer.delimiter);
      if (command !== undefined) {
        commands.push(command);
        if (command.name === "delimiter") lexer.delimiter = delimiterOf(command.argument);
        lexer.jump(command.end);
        continue;
      }
      const useEnd = useLineEnd(text, lexer);
      if (useEnd !== undefined) {
        [start, end, content] = [lexer.start, useEnd, true];
        close();
        lexer.jump(useEnd);
        continue;
      }
    }
    const bySign = lexer.atDelimiter(lexer.start) && lexer.kind !== "open" && lexer.kind !== "close";
    const byCommand = !bySign && text.charCodeAt(lexer.start) === 92 && /^[gG]$/.test(text[lexer.start + 1] ?? "");
    if (byCommand || (bySign && !(lexer.delimiter === ";" && compound.insideBody()))) {
      close();
      lexer.end = lexer.start + (byCommand ? 2 : lexer.delimiter.length);
      continue;
    }
    if (start === -1) start = lexer.start;
    end = lexer.end;
    if (lexer.kind !== "open" && lexer.kind !== "close") content = true;
    compound.add(lexer, peek);
  }
  close();
  return { script: { text, statements }, commands };
}

/** `USE name` ends with its line, as the client takes it, where no delimiter ends it. */
function useLineEnd(text: string, lexer: Lexer): number | undefined {
  if (lexer.kind !== "word" || text.slice(lexer.start, lexer.end).toUpperCase() !== "USE") return undefined;
  const line = lineEnd(text, lexer.start);
  const rest = text.slice(lexer.end, line);
  const name = /^[ \t]+(?:`(?:[^`]|``)+`|[\w$\u0080-\uffff]+)[ \t]*(?=$|--\s|#)/.exec(rest)?.[0];
  if (name === undefined) return undefined;
  let end = lexer.end + name.length;
  while (isBlank(text.charCodeAt(end - 1))) end--;
  let next = line;
  while (next < text.length && isBlank(text.charCodeAt(next))) next++;
  return text.startsWith(lexer.delimiter, next) ? undefined : end;
}
