import type { OtherObject, RoutineObject } from "../../../core/catalog/catalog.ts";
import { quoteName } from "../quote.ts";
import { modeOf } from "../scan/sqlMode.ts";
import { tokensOf } from "../scan/tokens.ts";
import { bodyOf, bodyShow, externalDefinition } from "./bodies.ts";
import type { ToldProgram } from "./bodies.ts";
import { definerOf } from "./definer.ts";
import { defaultsShow, parameterDefaults } from "./parameterDefaults.ts";
import { showCreate } from "./shows.ts";
import type { Shown } from "./shows.ts";
import { groupedBy, isOwn, read } from "./source.ts";
import type { CatalogSource, Row } from "./source.ts";
import { textLiteralIn } from "./texts.ts";

const names = ["routine_name", "specific_name", "routine_type", "dtd_identifier", "character_set_name", "collation_name", "routine_body", "routine_definition", "external_language", "is_deterministic", "sql_data_access", "security_type", "sql_mode", "routine_comment", "definer"] as const;

type RoutineRow = Row<(typeof names)[number]>;
const parameterNames = ["specific_name", "routine_type", "ordinal_position", "parameter_mode", "parameter_name", "dtd_identifier", "character_set_name", "collation_name"] as const;
type ParameterRow = Row<(typeof parameterNames)[number]>;

export interface Programs {
  readonly routines: readonly RoutineObject[];
  /** Packages of MariaDB. */
  readonly packages: readonly OtherObject[];
}

export interface RoutineRows {
  readonly routines: readonly RoutineRow[];
  readonly parameters: ReadonlyMap<string, readonly ParameterRow[]>;
}

export async function readRoutines(source: CatalogSource): Promise<RoutineRows> {
  const routines = (await read(source, "ROUTINES", "ROUTINE_SCHEMA", names)).filter((row) => !isOwn(row.routine_name ?? ""));
  return { routines, parameters: routines.length === 0 ? new Map<string, ParameterRow[]>() : await readParameters(source) };
}

export function routineShows(source: CatalogSource, { routines }: RoutineRows): string[] {
  const shows = routines.flatMap((row) => (row.routine_body === "EXTERNAL" ? [externalShow(row)] : [...bodyShow(programOf(row)), ...defaultsShow(source, programOf(row))]));
  return [...new Set(shows)];
}

function externalShow(row: RoutineRow): string {
  const { kind, name } = programOf(row);
  return showCreate(kind, name);
}

function programOf(row: RoutineRow): ToldProgram {
  return { kind: kinds.find((kind) => kind === row.routine_type) ?? "PROCEDURE", name: row.routine_name ?? "", body: row.routine_definition, sqlMode: row.sql_mode ?? "" };
}

const kinds = ["FUNCTION", "PROCEDURE", "PACKAGE", "PACKAGE BODY"] as const;

export function programObjects(source: CatalogSource, { routines: rows, parameters }: RoutineRows, shown: Shown): Programs {
  const functions = new Set(rows.filter((row) => row.routine_type === "FUNCTION").map((row) => row.routine_name));
  const isRoutine = (row: RoutineRow): boolean => row.routine_type === "FUNCTION" || row.routine_type === "PROCEDURE";
  return {
    routines: rows.filter(isRoutine).map((row) => routineObject(source, row, parameters.get(`${row.routine_type} ${row.specific_name}`) ?? [], functions, shown)),
    packages: rows.filter((row) => !isRoutine(row)).map((row) => packageObject(source, row, shown)),
  };
}

async function readParameters(source: CatalogSource): Promise<Map<string, ParameterRow[]>> {
  const rows = await read(source, "PARAMETERS", "SPECIFIC_SCHEMA", parameterNames);
  return groupedBy(rows.filter((row) => row.ordinal_position !== "0").sort((a, b) => Number(a.ordinal_position) - Number(b.ordinal_position)), (row) => `${row.routine_type} ${row.specific_name}`);
}

function routineObject(source: CatalogSource, row: RoutineRow, parameters: readonly ParameterRow[], functions: ReadonlySet<string | null>, shown: Shown): RoutineObject {
  const program = programOf(row);
  const { name, sqlMode } = program;
  const kind = row.routine_type === "FUNCTION" ? "FUNCTION" : "PROCEDURE";
  const oracle = sqlMode.includes("ORACLE");
  const external = row.routine_body === "EXTERNAL" ? externalDefinition(source, shown(externalShow(row))) : undefined;
  const body = external === undefined ? bodyOf(source, shown, program) : "";
  const aggregate = source.flavour === "mariadb" && kind === "FUNCTION" && isAggregate(source, body, sqlMode);
  const defaults = parameterDefaults(source, shown, program);
  const list = parameters.map((parameter, at) => parameterText(parameter, defaults[at] ?? null, kind, oracle)).join(", ");
  const result = kind === "FUNCTION" ? ` RETURN${oracle ? "" : "S"} ${typeText(row)}` : "";
  const signature = parameters.map((parameter) => parameter.dtd_identifier ?? "").join(", ");
  return {
    schema: "",
    name,
    form: kind === "PROCEDURE" ? "procedure" : aggregate ? "aggregate" : "function",
    // A procedure may have the name of a function.
    signature: kind === "PROCEDURE" && functions.has(name) ? `procedure ${signature}`.trim() : signature,
    language: (row.external_language ?? "SQL").toLowerCase(),
    securityDefiner: row.security_type === "DEFINER",
    settings: [`sql_mode=${sqlMode}`],
    sqlMode,
    definition: external ?? `CREATE DEFINER=${definerOf(row.definer)} ${aggregate ? "AGGREGATE " : ""}${kind} ${quoteName(name)}${oracle && list === "" ? "" : `(${list})`}${result}${characteristics(row, sqlMode)}\n${body}`,
    ...(row.routine_comment === null || row.routine_comment === "" ? {} : { comment: row.routine_comment }),
  };
}

function parameterText(parameter: ParameterRow, fallback: string | null, kind: "FUNCTION" | "PROCEDURE", oracle: boolean): string {
  const mode = parameter.parameter_mode ?? "IN";
  const name = quoteName(parameter.parameter_name ?? "");
  const type = `${typeText(parameter)}${fallback === null ? "" : ` DEFAULT ${fallback}`}`;
  if (kind === "FUNCTION" && mode === "IN") return `${name} ${type}`;
  return oracle ? `${name} ${mode} ${type}` : `${mode} ${name} ${type}`;
}

function typeText(row: Row<"dtd_identifier" | "character_set_name" | "collation_name">): string {
  const text = row.character_set_name === null || row.collation_name === null ? "" : ` CHARSET ${row.character_set_name} COLLATE ${row.collation_name}`;
  return `${row.dtd_identifier ?? ""}${text}`;
}

function characteristics(row: RoutineRow, sqlMode: string): string {
  const language = row.external_language === null || row.external_language === "SQL" || row.external_language === "" ? [] : [`LANGUAGE ${row.external_language}`];
  const comment = row.routine_comment === null || row.routine_comment === "" ? [] : [`COMMENT ${textLiteralIn(sqlMode, row.routine_comment)}`];
  const access = row.sql_data_access === null || row.sql_data_access === "CONTAINS SQL" ? [] : [row.sql_data_access];
  const words = [...language, ...(row.is_deterministic === "YES" ? ["DETERMINISTIC"] : []), ...access, ...(row.security_type === "INVOKER" ? ["SQL SECURITY INVOKER"] : []), ...comment];
  return words.map((word) => `\n  ${word}`).join("");
}

/** An aggregate function fetches the rows of its group; nothing else may. */
function isAggregate(source: CatalogSource, body: string, sqlMode: string): boolean {
  const tokens = tokensOf(body, source.flavour, modeOf(sqlMode));
  return tokens.some((token, at) => token.upper === "GROUP" && tokens[at + 1]?.upper === "NEXT" && tokens[at + 2]?.upper === "ROW");
}

function packageObject(source: CatalogSource, row: RoutineRow, shown: Shown): OtherObject {
  const program = programOf(row);
  const { kind, name, sqlMode } = program;
  const body = bodyOf(source, shown, program);
  const comment = row.routine_comment === null || row.routine_comment === "" ? "" : ` COMMENT ${textLiteralIn(sqlMode, row.routine_comment)}`;
  const security = row.security_type === "INVOKER" ? " SQL SECURITY INVOKER" : "";
  return {
    kind: kind === "PACKAGE" ? "package" : "packageBody",
    name,
    definition: `CREATE DEFINER=${definerOf(row.definer)} ${kind} ${quoteName(name)}${security}${comment}\n${body}`,
    drop: `DROP ${kind} ${quoteName(name)}`,
    facts: { sqlMode },
  };
}
