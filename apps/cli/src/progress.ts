import type { Output } from './command.ts'

/** One line of progress on stderr, rewritten in place: only on a terminal and only after 200 ms, so that quick runs stay quiet. */
export interface Progress {
  show(text: string): void
  done(): void
}

const PATIENCE_MS = 200
const PAUSE_MS = 80

export function progressOn(output: Output, options: { quiet: boolean; now: () => Date }): Progress {
  const started = options.now().getTime()
  let last = 0
  let shown = false
  return {
    show(text) {
      if (options.quiet) return
      const time = options.now().getTime()
      if (time - started < PATIENCE_MS || time - last < PAUSE_MS || !output.terminal) return
      last = time
      shown = true
      output.write(`\r\u001b[K${text.slice(0, output.columns - 1)}`)
    },
    done() {
      if (shown) output.write('\r\u001b[K')
    },
  }
}
