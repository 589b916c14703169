import { redact } from '@cupel/model'
import type { Missing } from '../../outcome.ts'
import { at, listAt, textAt } from '../json-shape.ts'

/**
 * GraphQL answers 200 with a list of errors, each about one path. Gives a function that says why a path has no answer; null when
 * nothing went wrong above, at or below it. The shared policy's repository is mostly absent, and that is an answer.
 */
export function graphqlFault(json: unknown): (path: readonly string[]) => Missing | null {
  const errors = listAt(json, 'errors').map((error) => ({
    path: listAt(error, 'path').filter((part): part is string => typeof part === 'string'),
    type: textAt(error, 'type') || textAt(error, 'extensions', 'code'),
    message: redact(textAt(error, 'message').slice(0, 300)).replace(/[^\x20-\x7e]/g, '?'),
  }))
  return (path) => {
    const error = errors.find(({ path: failed, type }) => touches(failed, path) && !(path[0] === 'shared' && type === 'NOT_FOUND'))
    if (error !== undefined) return missingOf(error.type, error.message)
    return at(json, 'data') === null || at(json, 'data') === undefined ? missingOf('', 'the answer holds no data') : null
  }
}

function touches(failed: readonly string[], path: readonly string[]): boolean {
  const length = Math.min(failed.length, path.length)
  return failed.slice(0, length).every((part, at) => part === path[at])
}

function missingOf(type: string, message: string): Missing {
  const denied = ['FORBIDDEN', 'INSUFFICIENT_SCOPES', 'NOT_FOUND', 'UNAUTHORIZED'].includes(type)
  if (denied)
    return {
      what: 'permission',
      detail: `the forge does not show it: ${message}`,
      remedy: 'give a token that may read it; the message names the scope',
    }
  return { what: 'network', detail: `the forge could not answer: ${message}`, remedy: 'try again later' }
}
