import { UnsupportedError } from "../../core/errors.ts";
import type { CommandHandler } from "../context.ts";

export const rollback: CommandHandler = () => Promise.reject(new UnsupportedError("notBuilt", "rollback is not built yet."));
