import { visible } from "../report/render/visible.ts";

/** An SVG of its own: no script, no link, no font or picture from anywhere. `lines` are elements already. */
export function svgDocument(width: number, height: number, title: string, lines: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12">`,
    `<title>${svgText(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...lines,
    "</svg>",
    "",
  ].join("\n");
}

/** A text of somebody as the text of an element or an attribute; what would turn or hide it is made visible, what XML does not take is left out. */
export function svgText(text: string): string {
  return visible(text).replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ufffe\uffff]/g, "�").replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** As much of a text as fits a width in pixels, in letters of about 6.4 pixels. */
export function fitting(text: string, width: number): string {
  const letters = Math.floor(width / 6.4);
  if (letters < 3) return "";
  return text.length <= letters ? text : `${text.slice(0, letters - 1)}…`;
}

/** Fill and edge by the share of the whole: below 10, 40 and 90 %, and above. */
export function heatColours(share: number | undefined): { readonly fill: string; readonly edge: string } {
  if (share === undefined || share < 0.1) return { fill: "#eef0f2", edge: "#8a929b" };
  if (share < 0.4) return { fill: "#dbe9fb", edge: "#1f6fd0" };
  return share < 0.9 ? { fill: "#fbeccb", edge: "#b7791f" } : { fill: "#fbdcd8", edge: "#c53030" };
}
