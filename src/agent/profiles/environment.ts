import { UsageError } from "../../core/errors.ts";

/** `NAME` of `${env:NAME}`, else undefined. */
export function environmentVariable(text: string): string | undefined {
  return /^\$\{env:([A-Za-z_][A-Za-z0-9_]*)\}$/.exec(text)?.[1];
}

/** Puts environment variables in the place of `${env:NAME}`. Throws UsageError unknownConnection for one that is not set. */
export function expandEnvironment(text: string, environment: Readonly<Record<string, string | undefined>>, name: string): string {
  return text.replace(/\$\{env:([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, variable: string) => {
    const value = environment[variable];
    if (value === undefined) throw new UsageError("unknownConnection", `The connection ${name} needs the environment variable ${variable}, which is not set.`, { next: `Set ${variable} where this is started from, or edit the connection.` });
    return value;
  });
}
