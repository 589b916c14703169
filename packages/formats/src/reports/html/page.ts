import { createHash } from 'node:crypto'
import { html } from './escape.ts'

export interface Page {
  /** Plain text. */
  readonly title: string
  readonly style: string
  /** Source of the one script; left out: the page has none. */
  readonly script?: string
  /** HTML. */
  readonly body: string
}

/** One file that opens anywhere and asks nobody for anything: its policy allows only the style and the script that are in it, by digest. */
export function htmlPage({ title, style, script, body }: Page): string {
  const scripts = script === undefined ? '' : ` script-src '${digest(script)}';`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${digest(style)}';${scripts} base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${html(title)}</title>
<style>${style}</style>
</head>
<body>
${body}
</body>
</html>
`
}

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
