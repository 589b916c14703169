import type { Facts } from '../facts/facts.ts'
import type { ProbeFinding } from '../probe.ts'
import { no, notApplicable, undeclared, yes } from './answer.ts'
import { sourceFiles } from './source-files.ts'

const HEAD_BYTES = 4_096
const MAX_FILES = 20_000

/** Whether the head of each source file states something; REUSE's own file for all of them counts (REUSE 3.3 §"REUSE.toml"). */
export function statedPerFile(facts: Facts, what: string, pattern: RegExp): readonly ProbeFinding[] {
  const files = sourceFiles(facts).slice(0, MAX_FILES)
  if (files.length === 0) return notApplicable('The tree has no code', [{ path: '.' }])
  const without: string[] = []
  for (const { path } of files) if (!pattern.test(headOf(facts, path))) without.push(path)
  const share = Math.round(((files.length - without.length) / files.length) * 100)
  const message = `${files.length - without.length} of ${files.length} source files state their ${what} (${share} %)`
  if (share >= 95)
    return yes(
      message,
      files.slice(0, 2).map(({ path }) => ({ path })),
      { share },
    )
  const reuse = ['REUSE.toml', '.reuse/dep5'].find((path) => facts.files.has(path))
  if (reuse !== undefined) return undeclared(`${message}; ${reuse} may state it for the others`)
  return no(
    message,
    without.slice(0, 5).map((path) => ({ path })),
    { share },
  )
}

function headOf({ files }: Facts, path: string): string {
  return new TextDecoder().decode(files.bytes(path, 0, HEAD_BYTES))
}
