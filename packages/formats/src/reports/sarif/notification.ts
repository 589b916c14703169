import type { Problem } from '@cupel/model'
import { oneLine, printable } from '../text/printable.ts'
import { sarifLocation } from './location.ts'

/** A problem as tool execution notification (§3.58): an error where it lowers the verdict, a note where it only informs. */
export function sarifNotification(problem: Problem): unknown {
  const { code, effect, path, line, detail, hint, by } = problem
  return {
    descriptor: { id: code },
    level: effect === 'incomplete' ? 'error' : 'note',
    message: { text: hint === undefined ? oneLine(detail) : `${oneLine(detail)} (${oneLine(hint)})` },
    ...(path !== '' && { locations: [sarifLocation(line === undefined ? { path } : { path, line })] }),
    ...(by !== undefined && { properties: { by: printable(by) } }),
  }
}

/** The descriptors that the notifications name, each once, in order of their ids. */
export function sarifNotificationRules(problems: readonly Problem[]): readonly unknown[] {
  return [...new Set(problems.map((one) => one.code))].sort().map((id) => ({ id, shortDescription: { text: id.replaceAll('-', ' ') } }))
}
