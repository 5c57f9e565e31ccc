import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { root, run } from "./machine/process.ts";
import { startServers } from "./machine/servers.ts";
import { pictureAudit } from "./pictures/audit.ts";
import { pictureExplain } from "./pictures/explain.ts";
import { pictureMongodb, pictureMysql } from "./pictures/servers.ts";
import { pictureShop } from "./pictures/shop.ts";
import { packageVsix } from "./vscode/packageVsix.ts";
import { installVsix } from "./vscode/server.ts";

/** Takes the README's pictures from the packaged extension in a real VS Code, in dark and in light. Words choose some of them: `shop mysql mongodb audit explain`. */
const pictures = { shop: pictureShop, mysql: pictureMysql, mongodb: pictureMongodb, audit: pictureAudit, explain: pictureExplain };
const themes = { dark: "Default Dark Modern", light: "Default Light Modern" };
const images = path.join(root, "docs", "images");
const wanted = process.argv.slice(2);

run(process.execPath, ["esbuild.mjs"]);
mkdirSync(images, { recursive: true });
const vsix = packageVsix();
const servers = await startServers();
try {
  for (const [name, take] of Object.entries(pictures)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    for (const [theme, colors] of Object.entries(themes)) {
      const home = mkdtempSync(path.join(tmpdir(), "de-pictures-"));
      const dataFolder = path.join(home, "data");
      installVsix(vsix, dataFolder);
      await take({
        home, dataFolder,
        settings: { "workbench.colorTheme": colors, "editor.minimap.enabled": false, "window.zoomLevel": 0.5 },
        file: (what) => path.join(images, `${what}-${theme}.png`),
      });
      rmSync(home, { recursive: true, force: true });
    }
  }
} finally {
  await servers.stop();
}
