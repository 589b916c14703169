export interface Pod {
  /** With subspecs: `PINCache/Core`. */
  readonly name: string
  /** As between the parentheses; `` when there are none. */
  readonly version: string
}

/** Reads `Name/Subspec (1.2.3)`, the way Podfile.lock writes pods and requirements; null when there is no name. */
export function parsePod(text: string): Pod | null {
  const open = text.indexOf(' (')
  const name = (open < 0 ? text : text.slice(0, open)).trim()
  if (name === '' || /[\s()]/.test(name)) return null
  if (open < 0) return { name, version: '' }
  return text.endsWith(')') ? { name, version: text.slice(open + 2, -1) } : null
}
