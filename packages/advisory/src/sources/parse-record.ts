import type { OsvRecord } from '@cupel/model'
import { checkRecord, RecordInvalid } from '../pack/check-record.ts'

/** The record in a JSON text. Throws RecordInvalid when it is none, or not the one expected. */
export function parseRecord(text: string, id: string): OsvRecord {
  const record = checkRecord(parseJson(text))
  if (record.id !== id) throw new RecordInvalid(`the record says it is ${record.id.slice(0, 80)}`)
  return record
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new RecordInvalid('not JSON')
  }
}
