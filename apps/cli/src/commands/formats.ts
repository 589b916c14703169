import { EXTRACTORS } from '@cupel/engine'
import { defineCommand } from '../command.ts'

/** `cupel formats`: every file grammar that is read, from the same metadata the scanner uses. */
export default defineCommand({
  id: 'formats',
  summary: 'list the files cupel reads',
  usage: '',
  arity: [0, 0],
  flags: {},
  examples: [['cupel formats', 'one line a grammar: its id and what it reads']],
  run({ stdout }) {
    const width = Math.max(...EXTRACTORS.map(({ id }) => id.length))
    stdout.write(EXTRACTORS.map(({ id, title }) => `${id.padEnd(width)}  ${title}\n`).join(''))
    return 0
  },
})
