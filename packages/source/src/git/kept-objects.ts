import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import type { Socket } from 'node:net'
import { GitFailed } from './git-failed.ts'
import { idleLimit } from './idle-limit.ts'
import type { GitObject } from './read-objects.ts'
import { ObjectReader, readObjects, requireNames } from './read-objects.ts'
import type { GitPlace } from './run-git.ts'
import { ended, startGit, tail } from './run-git.ts'

/** Objects asked for a few at a time, by one child that lives as long as the repository is open. */
export interface KeptObjects {
  /** Answers in the order asked, some at a time: ids, or ids with `^{commit}`. */
  read(names: readonly string[]): AsyncGenerator<readonly GitObject[], void, undefined>
  close(): void
}

/** So few that the names fit into a pipe: they are written while nobody reads the answers yet. */
const MOST_NAMES = 500

/**
 * Starts the child when it is first asked. While it answers one question another goes to a child of its own, so that who asks within an
 * answer waits for nobody. A child that failed, or whose answer nobody read to its end, is replaced by the next question.
 */
export function openKeptObjects(place: GitPlace): KeptObjects {
  let desk: Desk | null = null
  let isAsked = false

  function close(): void {
    desk?.close()
    desk = null
  }

  return {
    close,
    async *read(names) {
      if (isAsked || names.length > MOST_NAMES) return yield* readObjects(place, names)
      requireNames(names)
      isAsked = true
      try {
        desk ??= openDesk(place)
        yield* desk.ask(names)
      } finally {
        if (desk?.isAnswering() !== false) close()
        isAsked = false
      }
    },
  }
}

interface Desk {
  ask(names: readonly string[]): AsyncGenerator<readonly GitObject[], void, undefined>
  /** Whether some of the last answer is still to be read. */
  isAnswering(): boolean
  close(): void
}

function openDesk(place: GitPlace): Desk {
  const child = startGit(place, ['cat-file', '--batch'])
  const errors = tail(child)
  const end = ended(child)
  end.catch(() => {})
  const reader = new ObjectReader(place.limits.objectBytes)
  const limit = idleLimit(child, place.limits.timeoutMs)
  const pieces = child.stdout.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>
  let waiting = 0

  return {
    isAnswering: () => waiting > 0,
    async *ask(names) {
      if (names.length === 0) return
      holdProgram(child, true)
      child.stdin.write(names.join('\n') + '\n')
      waiting = names.length
      while (waiting > 0) {
        limit.start()
        const piece = await pieces.next()
        limit.stop()
        if (piece.done === true) throw new GitFailed(`git cat-file stopped early: ${errors() || `exit code ${await end}`}`)
        const objects = reader.push(piece.value)
        waiting -= objects.length
        if (waiting === 0) holdProgram(child, false)
        if (objects.length > 0) yield objects
      }
    },
    close() {
      limit.stop()
      child.kill('SIGKILL')
      holdProgram(child, false)
    },
  }
}

/** Whether the program waits for the child before it ends: only while there is a question. */
function holdProgram(child: ChildProcessWithoutNullStreams, hold: boolean): void {
  for (const handle of [child, child.stdin as Socket, child.stdout as Socket, child.stderr as Socket]) {
    if (hold) handle.ref()
    else handle.unref()
  }
}
