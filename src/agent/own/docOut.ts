import { UnsupportedError } from "../../core/errors.ts";
import type { AgentHandler } from "../agentContext.ts";

export const docOut: AgentHandler = () => Promise.reject(new UnsupportedError("notBuilt", "doc-out is not built yet."));
