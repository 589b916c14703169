import type { Problem, Verdict } from '@cupel/model'
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

/** The verdict of a run that could not read or match everything, where code scanning shows it. */
export function sarifVerdictNotification({ outcome, reasons }: Verdict): unknown {
  return { descriptor: { id: 'verdict' }, level: 'error', message: { text: [outcome, ...reasons.map(oneLine)].join('; ') } }
}

/** The descriptors that the notifications name, `others` among them, each once, in order of their ids. */
export function sarifNotificationRules(problems: readonly Problem[], others: readonly string[]): readonly unknown[] {
  return [...new Set([...problems.map((one) => one.code), ...others])]
    .sort()
    .map((id) => ({ id, shortDescription: { text: id.replaceAll('-', ' ') } }))
}
