import { UnsupportedError } from "../../core/errors.ts";
import type { CommandHandler } from "../context.ts";

export const dryRun: CommandHandler = () => Promise.reject(new UnsupportedError("notBuilt", "dryRun is not built yet."));
