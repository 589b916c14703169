import { writeSync } from 'node:fs'

declare const CUPEL_VERSION: string

const [first, second] = process.argv.slice(2)
if (second === undefined && (first === '--version' || first === '-V' || first === 'version')) {
  writeSync(1, CUPEL_VERSION + '\n')
} else {
  // What is thrown up to here is a part of the bundle that cannot be loaded: all other faults are explained inside.
  void import('./dispatch.ts')
    .then(({ main }) => main(process.argv.slice(2), CUPEL_VERSION))
    .catch((error: unknown) => {
      writeSync(2, `cupel: this installation is damaged: ${String(error).split('\n', 1)[0]}\n  install the package cupel again\n`)
      process.exitCode = 70
    })
    // Everything is written by now. A natural end would wait for code that V8 is still optimizing beside, and tidy up the heap.
    .finally(() => process.exit())
}
