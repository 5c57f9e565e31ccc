import { UnsupportedError } from "../../core/errors.ts";
import type { AgentHandler } from "../agentContext.ts";

export const guide: AgentHandler = () => Promise.reject(new UnsupportedError("notBuilt", "guide is not built yet."));
