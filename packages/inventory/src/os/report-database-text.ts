import type { Collector } from '../extractor.ts'

/** Reports what is wrong with the text of an apk or dpkg database as a whole; `isWhole` when it must end as those tools end it. */
export function reportDatabaseText(text: string, out: Collector, { isWhole, badLine }: { isWhole: boolean; badLine: number }): void {
  if (text.trim() === '') return out.problem({ code: 'malformed', effect: 'note', detail: 'the database lists no package' })
  if (badLine > 0) out.problem({ code: 'malformed', line: badLine, detail: 'a line that is no field of a package' })
  if (text.includes('\0')) out.problem({ code: 'malformed', line: lineOf(text, text.indexOf('\0')), detail: 'a NUL in the text' })
  const isEnded = text.endsWith('\n\n') || text.endsWith('\n\r\n')
  if (isWhole && !isEnded) {
    out.problem({ code: 'malformed', detail: 'the file does not end with the blank line that ends its last package: cut off' })
  }
}

function lineOf(text: string, offset: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++
  return line
}
