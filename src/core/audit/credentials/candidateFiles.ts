/** True for settings, scripts and migrations; of program files those that configure or fill a database. */
export function isCandidate(file: string): boolean {
  const name = file.slice(file.lastIndexOf("/") + 1);
  if (/^(?:package-lock\.json|npm-shrinkwrap\.json|composer\.lock|pnpm-lock\.yaml|yarn\.lock|tsconfig.*\.json|.*\.min\.js|.*\.map|.*\.schema\.json)$/i.test(name)) return false;
  if (/^\.env(?:\..+)?$|^\.?pgpass(?:\.conf)?$|^\.my\.cnf$|^dockerfile/i.test(name)) return true;
  const ending = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  if (settings.has(ending)) return true;
  return programs.has(ending) && /(?:^|[/._-])(?:config|configs|configuration|conf|settings?|database|databases|db|migrations?|migrate|seeds?|seeders?|knexfile|ormconfig|datasource|data-source|drizzle|sequelize|typeorm|mikro-orm|prisma)(?:[/._-])/i.test(`/${file}`);
}

const settings: ReadonlySet<string> = new Set(["sql", "env", "json", "jsonc", "yaml", "yml", "toml", "ini", "cfg", "conf", "cnf", "properties", "tfvars", "xml", "sh", "psql", "mongodb"]);
const programs: ReadonlySet<string> = new Set(["js", "mjs", "cjs", "ts", "mts", "cts", "py", "rb", "php", "go", "java", "kt", "cs"]);
