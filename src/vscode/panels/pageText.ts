export interface PageParts {
  readonly nonce: string;
  /** Whence styles may come. */
  readonly cspSource: string;
  readonly script: string;
  readonly style: string;
}

/** A page that holds nothing but the way to its script and style; everything to be seen comes as messages. It may load those two and nothing else, from nowhere. */
export function pageText({ nonce, cspSource, script, style }: PageParts): string {
  const policy = `default-src 'none'; base-uri 'none'; form-action 'none'; script-src 'nonce-${nonce}'; style-src ${cspSource}`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style}">
</head>
<body><script nonce="${nonce}" src="${script}"></script></body>
</html>`;
}
