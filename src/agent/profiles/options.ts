import { saysTls } from "./tls.ts";

/** True for a URL parameter whose value must not stand in settings. */
export function isSecretOption(parameter: string): boolean {
  return /pass(?:word|wd|phrase)?$|pwd|secret|token|authmechanismproperties/i.test(parameter);
}

/** The further URL parameters of a server's profile, or what is wrong with them. */
export function readOptions(given: unknown): Readonly<Record<string, string>> | string {
  if (given === undefined) return {};
  if (given === null || typeof given !== "object" || Array.isArray(given)) return "its options must be an object of texts.";
  const options = Object.entries(given as Readonly<Record<string, unknown>>);
  if (!options.every((option): option is [string, string] => typeof option[1] === "string")) return "its options must be an object of texts.";
  if (options.some(([key]) => isSecretOption(key))) return "a secret does not belong into its options; write the whole URL with ${env:NAME} in the place of the secret.";
  if (options.some(([key]) => saysTls(key))) return "its transport is said with tls, not with options.";
  return Object.fromEntries(options);
}
