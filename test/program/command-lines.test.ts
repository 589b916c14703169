import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
/** Of all commands: those that every one has, which no table repeats. */
const COMMON = ['help', 'no-color', 'quiet']

/** The options of each command, as the page that is made of the commands has them. */
function optionsByCommand(): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  let options = new Set<string>()
  for (const line of readFileSync(join(ROOT, 'docs/cli.md'), 'utf8').split('\n')) {
    const [, name] = /^## cupel ((?:[a-z]+ ?)+)/.exec(line) ?? []
    if (name !== undefined) found.set(name.trim(), (options = new Set(COMMON)))
    for (const [, option = ''] of line.matchAll(/^\| `(?:-\w, )?--([a-z-]+)/g)) options.add(option)
  }
  return found
}

/** Options in a text, as `--name`. */
function mentioned(text: string): readonly string[] {
  return [...text.matchAll(/(?<![\w-])--([a-z][a-z-]*[a-z])/g)].map(([, name = '']) => name)
}

function pages(): readonly string[] {
  const docs = readdirSync(join(ROOT, 'docs'), { recursive: true }).map((name) => join('docs', String(name)))
  return ['README.md', ...docs.filter((name) => name.endsWith('.md'))]
}

test('every option that a command line of the documentation gives is one of its command', () => {
  const commands = optionsByCommand()
  const wrong: string[] = []
  let lines = 0
  for (const file of pages()) {
    const text = readFileSync(join(ROOT, file), 'utf8').replaceAll(/\\\n\s*/g, ' ')
    for (const [, line = ''] of text.matchAll(/(?:^|[\s`])cupel((?: [^`#|&;()\n]+)+)/g)) {
      const words = line.trim().split(/\s+/)
      const name = [words.slice(0, 2).join(' '), words[0] ?? ''].find((one) => commands.has(one))
      if (name === undefined) continue
      lines += 1
      for (const option of mentioned(line)) if (commands.get(name)?.has(option) !== true) wrong.push(`${file}: cupel ${name} --${option}`)
    }
  }
  console.log(`command lines in the documentation: ${lines}, of ${commands.size} commands`)
  expect(lines).toBeGreaterThan(300)
  expect(wrong).toEqual([])
})
