import { UnsupportedError } from "../../core/errors.ts";
import type { CommandHandler } from "../context.ts";

export const verifyOrder: CommandHandler = () => Promise.reject(new UnsupportedError("notBuilt", "verifyOrder is not built yet."));
