import type { AgentHandler } from "../agentContext.ts";
import { guideSections } from "./guideText.ts";

/** The usage guide, section by section. */
export const guide: AgentHandler = async (context) => ({
  status: "passed",
  summary: `How to work with Data Engineer; the permission mode is ${context.mode}.`,
  evidence: guideSections.map(({ title, text }) => ({ kind: "text", title, text })),
  data: { sections: guideSections.map(({ title, text }) => ({ title, text })) },
});
