import { UnsupportedError } from "../../core/errors.ts";
import type { CommandHandler } from "../context.ts";

export const smokeTest: CommandHandler = () => Promise.reject(new UnsupportedError("notBuilt", "smokeTest is not built yet."));
