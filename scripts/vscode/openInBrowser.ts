import path from "node:path";
import { cache, output, which } from "../machine/process.ts";
import { packageVsix } from "./packageVsix.ts";
import { installVsix, startServer, writeSettings } from "./server.ts";

/** Serves VS Code with the packaged extension on this machine and opens the page where a browser can be found; goes on until it is stopped. */
export async function openInBrowser(workspace: string): Promise<void> {
  const dataFolder = path.join(cache, "sample-vscode");
  installVsix(packageVsix(), dataFolder);
  writeSettings(dataFolder, {});
  const server = await startServer({ dataFolder, trustEverything: false, testDriver: false });
  const address = `${server.url}?folder=${encodeURIComponent(workspace)}`;
  console.log(`\nVS Code is at ${address}   (Ctrl+C ends it)`);
  const opener = process.platform === "darwin" ? "open" : which("xdg-open");
  if (opener !== null) output(opener, [address]);
  await new Promise<void>((resolve) => process.once("SIGINT", resolve));
  await server.stop();
}

