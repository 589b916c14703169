import { configInvalid } from '@cupel/model'
import type { CupelError } from '@cupel/model'
import { PackInvalid } from '@cupel/policy'

/** A pack that cannot be used, as the user is told: the first fault with its place, then the others. Never a pass. */
export function packError(error: PackInvalid): CupelError {
  const [first, ...more] = error.faults
  const lines = more.slice(0, 50).map(({ source, line, column, message }) => `${source}:${line}:${column}: ${message}`)
  const reason = [
    `${first?.column === undefined || first.line === 0 ? '' : `column ${first.column}: `}${first?.message ?? 'invalid'}`,
    ...lines,
  ]
  const place = first === undefined || first.line === 0 ? {} : { line: first.line }
  return configInvalid(first?.source ?? 'the policy', reason.join('\n  '), { cause: error, ...place })
}

/** Runs what reads packs; a PackInvalid becomes a CupelError. */
export function orPackError<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof PackInvalid) throw packError(error)
    throw error
  }
}
