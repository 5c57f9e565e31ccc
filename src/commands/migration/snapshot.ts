import { UnsupportedError } from "../../core/errors.ts";
import type { CommandHandler } from "../context.ts";

export const snapshot: CommandHandler = () => Promise.reject(new UnsupportedError("notBuilt", "snapshot is not built yet."));
