import { loadVersionScheme, usageMissingArgument, usageWrongValue } from '@cupel/model'
import type { VersionScheme } from '@cupel/model'
import { defineCommand, isSet } from '../command.ts'

/** `cupel compare`: -1, 0 or 1 for two versions of an ecosystem, or one result a line for `ecosystem<TAB>a<TAB>b` on stdin. */
export default defineCommand({
  id: 'compare',
  summary: 'order two versions as their ecosystem does',
  usage: 'ECOSYSTEM A B | --stdin',
  arity: [0, 3],
  flags: { stdin: { type: 'boolean', help: 'read ecosystem<TAB>a<TAB>b lines, print one result a line' } },
  description:
    'Prints -1 when A is older, 0 when both rank equal, 1 when A is newer. ECOSYSTEM is an OSV name such as npm, PyPI or Debian:12.',
  examples: [
    ['cupel compare npm 1.10.0 1.9.0', 'prints 1'],
    ['printf "PyPI\\t1.0\\t1.0.0\\n" | cupel compare --stdin', 'prints 0'],
  ],
  async run({ args, flags, stdin, stdout }) {
    const schemes = new Map<string, VersionScheme>()
    async function result(ecosystem: string, a: string, b: string): Promise<string> {
      let scheme = schemes.get(ecosystem)
      if (scheme === undefined) schemes.set(ecosystem, (scheme = await loadVersionScheme(ecosystem)))
      return String(Math.sign(scheme.compare(a, b)))
    }
    if (!isSet(flags, 'stdin')) {
      const [ecosystem, a, b] = args
      if (ecosystem === undefined || a === undefined || b === undefined) throw usageMissingArgument('ECOSYSTEM A B, or --stdin', 'compare')
      stdout.write((await result(ecosystem, a, b)) + '\n')
      return 0
    }
    const results: string[] = []
    const lines = stdin().split('\n')
    if (lines.at(-1) === '') lines.pop()
    for (const [at, line] of lines.entries()) {
      const fields = line.replace(/\r$/, '').split('\t')
      if (fields.length !== 3) throw usageWrongValue(`line ${at + 1} of stdin`, line, 'a line is ecosystem<TAB>a<TAB>b')
      results.push(await result(fields[0] as string, fields[1] as string, fields[2] as string))
    }
    stdout.write(results.map((line) => line + '\n').join(''))
    return 0
  },
})
