import { usageWrongValue } from '@cupel/model'
import type { CommandContext, Flag } from './command.ts'
import { text } from './command.ts'

export const CREATED_FLAG: Readonly<Record<string, Flag>> = {
  created: { type: 'string', value: 'TIME', help: 'time of the document, RFC 3339, or none (default: SOURCE_DATE_EPOCH, else now)' },
}

/** The time to write into a document: the flag, else SOURCE_DATE_EPOCH (reproducible-builds.org), else the clock. */
export function createdTime({ flags, env, now }: CommandContext): string {
  const stated = text(flags, 'created')
  if (stated === 'none') return ''
  if (stated !== undefined) return statedTime('--created', stated)
  const epoch = env['SOURCE_DATE_EPOCH']
  return epoch === undefined || epoch === '' ? seconds(now()) : rfc3339('SOURCE_DATE_EPOCH', Number(epoch) * 1000, epoch)
}

/** A day or a time that the user wrote, in UTC and to the second. */
export function statedTime(flag: string, stated: string): string {
  return rfc3339(flag, timeOf(stated), stated)
}

/** NaN for what is no RFC 3339 date or time; a day that no calendar has is none, though the engine would take it for a later one. */
function timeOf(stated: string): number {
  const [, day = '', clock] = /^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:\d{2})))?$/.exec(stated) ?? []
  const midnight = Date.parse(day)
  if (Number.isNaN(midnight) || !new Date(midnight).toISOString().startsWith(day)) return Number.NaN
  return clock === undefined ? midnight : Date.parse(`${day}T${clock.toUpperCase()}`)
}

function rfc3339(name: string, time: number, stated: string): string {
  if (!Number.isFinite(time) || Math.abs(time) > 8.64e15) throw usageWrongValue(name, stated, 'a time such as 2026-01-31T12:00:00Z')
  return seconds(new Date(time))
}

function seconds(time: Date): string {
  return time.toISOString().slice(0, 19) + 'Z'
}
