/** Numbers of plans in words: the page and the exports say them alike. */
export { bytesText, countText, factorText, msText, percentText } from "../../core/plan/planNumbers.ts";
