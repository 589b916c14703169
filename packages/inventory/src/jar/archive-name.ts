export interface ArchiveName {
  readonly artifact: string
  /** `` when the name holds none. */
  readonly version: string
}

/** Words that stand inside versions, so that a digit after them does not start a new version. */
const QUALIFIER =
  /^(?:alpha|beta|b|m|rc|cr|pr|pre|preview|sp|ga|final|release|snapshot|milestone|ea|build|dev|incubating|jre|jdk|android|p|r|v|u)$/i

/**
 * Splits `artifact-1.2.3.jar` where the version starts: at the first dash before a digit, unless another word and version
 * follow (`log4j-1.2-api-2.17.1`).
 */
export function parseArchiveName(file: string): ArchiveName {
  const dot = file.lastIndexOf('.')
  const name = dot < 1 ? file : file.slice(0, dot)
  let start = -1
  let lastWord = ''
  for (let dash = name.indexOf('-'); dash !== -1; dash = name.indexOf('-', dash + 1)) {
    const part = name.slice(dash + 1, nextDash(name, dash))
    const digit = /^\d/.test(part)
    if (digit && (start === -1 || (lastWord !== '' && !QUALIFIER.test(lastWord)))) start = dash
    if (digit) lastWord = ''
    else lastWord = /^[A-Za-z]+$/.test(part) ? part : lastWord
  }
  return start < 1 ? { artifact: name, version: '' } : { artifact: name.slice(0, start), version: name.slice(start + 1) }
}

function nextDash(name: string, dash: number): number {
  const next = name.indexOf('-', dash + 1)
  return next === -1 ? name.length : next
}
