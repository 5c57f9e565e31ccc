import { UnsupportedError } from "../../core/errors.ts";
import type { CommandHandler } from "../context.ts";

export const applyMigration: CommandHandler = () => Promise.reject(new UnsupportedError("notBuilt", "applyMigration is not built yet."));
