import { writeSync } from 'node:fs'

declare const CUPEL_VERSION: string

const [first, second] = process.argv.slice(2)
if (second === undefined && (first === '--version' || first === '-V' || first === 'version')) {
  writeSync(1, CUPEL_VERSION + '\n')
} else {
  void import('./dispatch.ts').then(({ main }) => main(process.argv.slice(2), CUPEL_VERSION))
}
