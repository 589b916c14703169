import type { OsvRecord } from '@cupel/model'

/** A record cannot be taken into the index; the message says which part of it. */
export class RecordInvalid extends Error {
  override readonly name = 'RecordInvalid'
}

const EVENTS: ReadonlySet<string> = new Set(['introduced', 'fixed', 'last_affected', 'limit'])
const ID = /^[^\p{Cc}\s/\\]{1,200}$/u

/**
 * Gives the JSON value back as an OSV record when everything that matching depends on has the shape of the OSV schema 1.7.
 * Refuses the whole record otherwise: half a record could hide a vulnerability. Prose and unknown fields are not judged.
 */
export function checkRecord(value: unknown): OsvRecord {
  const record = objectOf(value, 'record')
  if (typeof record['id'] !== 'string' || !ID.test(record['id'])) throw new RecordInvalid('id is missing or not an id')
  if (typeof record['modified'] !== 'string') throw new RecordInvalid('modified is missing')
  for (const name of ['published', 'withdrawn', 'summary', 'details']) optionalString(record, name)
  for (const name of ['aliases', 'related', 'upstream']) optionalStrings(record, name)
  checkSeverity(record)
  for (const [index, affected] of optionalArray(record, 'affected').entries()) checkAffected(affected, `affected[${index}]`)
  return record as unknown as OsvRecord
}

function checkAffected(value: unknown, place: string): void {
  const affected = objectOf(value, place)
  if (affected['package'] !== undefined) {
    const named = objectOf(affected['package'], `${place}.package`)
    for (const name of ['ecosystem', 'name']) {
      if (typeof named[name] !== 'string' || named[name] === '') throw new RecordInvalid(`${place}.package.${name} is missing`)
    }
  }
  optionalStrings(affected, 'versions')
  checkSeverity(affected)
  for (const [index, range] of optionalArray(affected, 'ranges').entries()) checkRange(range, `${place}.ranges[${index}]`)
}

function checkRange(value: unknown, place: string): void {
  const range = objectOf(value, place)
  if (typeof range['type'] !== 'string') throw new RecordInvalid(`${place}.type is missing`)
  for (const event of optionalArray(range, 'events')) {
    for (const [name, version] of Object.entries(objectOf(event, `${place}.events`))) {
      if (typeof version !== 'string' || !EVENTS.has(name)) throw new RecordInvalid(`${place}.events has an event that is not understood`)
    }
  }
}

function checkSeverity(holder: Readonly<Record<string, unknown>>): void {
  for (const value of optionalArray(holder, 'severity')) {
    const severity = objectOf(value, 'severity')
    if (typeof severity['type'] !== 'string' || typeof severity['score'] !== 'string')
      throw new RecordInvalid('severity has no type or score')
  }
}

function objectOf(value: unknown, place: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new RecordInvalid(`${place} is not an object`)
  return value as Record<string, unknown>
}

function optionalArray(holder: Readonly<Record<string, unknown>>, name: string): readonly unknown[] {
  const value = holder[name] ?? []
  if (!Array.isArray(value)) throw new RecordInvalid(`${name} is not a list`)
  return value
}

function optionalString(holder: Readonly<Record<string, unknown>>, name: string): void {
  const value = holder[name] ?? ''
  if (typeof value !== 'string') throw new RecordInvalid(`${name} is not text`)
}

function optionalStrings(holder: Readonly<Record<string, unknown>>, name: string): void {
  if (optionalArray(holder, name).some((value) => typeof value !== 'string')) throw new RecordInvalid(`${name} has a value that is no text`)
}
