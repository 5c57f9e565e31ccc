import type { AgentHandler } from "../agentContext.ts";

/** Says what the session did; the face leaves when it sees `data.ended`. */
export const exit: AgentHandler = async (context) => {
  const ran = context.transcript.entries.length + context.transcript.dropped;
  const files = new Set(context.transcript.entries.flatMap((entry) => entry.report.files));
  const did = ran === 0 ? "Nothing ran in this session." : `${ran} ${ran === 1 ? "command" : "commands"} ran, ${files.size} ${files.size === 1 ? "file was" : "files were"} written.`;
  return { status: "passed", summary: `Left data-engineer mode. ${did}`, data: { ended: true, ran, filesWritten: [...files] } };
};
