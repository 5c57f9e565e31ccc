import { UnsupportedError } from "../../core/errors.ts";
import type { CommandHandler } from "../context.ts";

export const runSql: CommandHandler = () => Promise.reject(new UnsupportedError("notBuilt", "runSql is not built yet."));
