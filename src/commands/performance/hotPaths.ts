import { UnsupportedError } from "../../core/errors.ts";
import type { CommandHandler } from "../context.ts";

export const hotPaths: CommandHandler = () => Promise.reject(new UnsupportedError("notBuilt", "hotpaths is not built yet."));
