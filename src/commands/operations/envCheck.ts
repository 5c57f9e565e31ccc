import { UnsupportedError } from "../../core/errors.ts";
import type { CommandHandler } from "../context.ts";

export const envCheck: CommandHandler = () => Promise.reject(new UnsupportedError("notBuilt", "envCheck is not built yet."));
