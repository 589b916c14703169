import type { Collector } from '../extractor.ts'

/** Reports the first git conflict marker of a line-shaped file: what follows it may be either side's. */
export function reportConflict(text: string, out: Collector): void {
  if (!text.includes('<<<<<<<') && !text.includes('>>>>>>>')) return
  const lines = text.split('\n')
  const at = lines.findIndex((line) => /^(?:<{7}|>{7})(?:\s|$)/.test(line))
  if (at >= 0) out.problem({ code: 'malformed', line: at + 1, detail: 'a merge conflict marker stands in the file' })
}
