/** Control characters and overrides of the writing direction made visible; webviews show every text through it. */
export { visible } from "../core/report/render/visible.ts";
