import { UnsupportedError } from "../../core/errors.ts";
import type { CommandHandler } from "../context.ts";

export const interactive: CommandHandler = () => Promise.reject(new UnsupportedError("notBuilt", "interactive is not built yet."));
