import type { Page } from "playwright-core";

export interface Contrast {
  readonly text: string;
  readonly color: string;
  readonly behind: string;
  /** WCAG 2: 1 is none, 21 is black on white. */
  readonly ratio: number;
}

/** The contrast of every text that is to be seen, through the toolkit's shadow roots, with the colours as they are painted. */
export function contrasts(page: Page): Promise<Contrast[]> {
  return page.evaluate(() => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true })!;
    type Color = readonly [number, number, number, number];
    const parse = (css: string): Color => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = css;
      canvas.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data;
      return [red, green, blue, alpha / 255];
    };
    const over = (top: Color, below: Color): Color => [0, 1, 2].map((at) => top[at]! * top[3] + below[at]! * (1 - top[3])).concat(1) as unknown as Color;
    const luminance = (color: Color): number => {
      const [red, green, blue] = [0, 1, 2].map((at) => {
        const part = color[at]! / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      }) as [number, number, number];
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const parentOf = (element: Element): Element | null => element.assignedSlot ?? element.parentElement ?? (element.getRootNode() instanceof ShadowRoot ? (element.getRootNode() as ShadowRoot).host : null);
    const behind = (element: Element): Color => {
      const layers: Color[] = [];
      for (let at: Element | null = element; at !== null; at = parentOf(at)) {
        const layer = parse(getComputedStyle(at).backgroundColor);
        layers.push(layer);
        if (layer[3] === 1) break;
      }
      return layers.reduceRight((below, layer) => over(layer, below), [255, 255, 255, 1] as Color);
    };
    const found: { text: string; color: string; behind: string; ratio: number }[] = [];
    const visit = (root: Document | ShadowRoot): void => {
      for (const element of root.querySelectorAll("*")) {
        if (element.shadowRoot !== null) visit(element.shadowRoot);
        const text = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => (node.textContent ?? "").trim()).join("");
        if (text === "" || element instanceof HTMLScriptElement || element instanceof HTMLStyleElement || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || element.closest(".unseen") !== null) continue;
        const style = getComputedStyle(element);
        const ground = behind(element);
        const ink = over(parse(style.color), ground);
        const [bright, dark] = [luminance(ink), luminance(ground)].sort((a, b) => b - a) as [number, number];
        found.push({ text: text.slice(0, 40), color: style.color, behind: `rgb(${ground.slice(0, 3).map(Math.round).join(", ")})`, ratio: Math.round(((bright + 0.05) / (dark + 0.05)) * 100) / 100 });
      }
    };
    visit(document);
    return found;
  });
}
