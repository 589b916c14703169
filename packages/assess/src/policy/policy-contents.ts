/** What a security policy gives a reporter. */
export interface PolicyContents {
  /** Distinct links and mail addresses, in the order they stand. */
  readonly contacts: readonly string[]
  /** There is more than contacts. */
  readonly hasText: boolean
  /** Words of disclosure, vulnerabilities and time. */
  readonly hints: number
}

const LINK = /https?:\/\/[a-zA-Z0-9./?=_%:-]*/g
const MAIL = /\b[A-Za-z0-9._%+-]{1,100}(?:@|\\?\[at\\?\])[A-Za-z0-9.-]{1,200}\.[A-Za-z]{2,6}\b/g
const HINT = /\b\d{1,4}\b|\d{1,4}\b|disclos|vuln/gi
/** Time frames, not years or versions: `90 days`, `within 48 hours`. */
const TIME =
  /\b(?:\d{1,3}|one|two|three|five|seven|ten|fourteen|thirty|ninety)\s{0,3}(?:[-–]\s{0,3}\d{1,3}\s{0,3})?(?:business |working |calendar )?-?(?:hour|day|week|month)s?\b/gi
const MAX_TEXT = 1_000_000

/** As Scorecard 5 counts: any number of one to four digits hints at a timeline. */
export function contentsAsScorecard(text: string): PolicyContents {
  return contents(text, (line) => line.match(HINT)?.length ?? 0)
}

/** As our reading counts: a time frame, and words of disclosure or vulnerability; stray years and versions do not count. */
export function contentsOfPolicy(text: string): PolicyContents {
  let named = 0
  return contents(text, (line) => {
    const times = line.match(TIME)?.length ?? 0
    const words = /\b(?:disclos\w{0,10}|vulnerabilit\w{0,5})\b/gi
    const said = named < 1 ? (line.match(words)?.length ?? 0) : 0
    if (said > 0) named++
    return times + Math.min(said, 1)
  })
}

function contents(whole: string, hintsIn: (line: string) => number): PolicyContents {
  const text = whole.slice(0, MAX_TEXT)
  const links = new Set<string>()
  const mails = new Set<string>()
  let hints = 0
  for (const line of text.split('\n')) {
    const part = line.slice(0, 20_000)
    for (const link of part.match(LINK) ?? []) links.add(link)
    for (const mail of part.match(MAIL) ?? []) mails.add(mail)
    hints += hintsIn(part)
  }
  const taken = [...links, ...mails].reduce((sum, one) => sum + one.length + 2, 0)
  const size = Buffer.byteLength(text)
  return { contacts: [...links, ...mails], hasText: size > 1 && size > taken, hints }
}
