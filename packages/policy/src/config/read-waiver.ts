import { PurlInvalid } from '@cupel/model'
import { packageMatcher } from '../waiver/package-pattern.ts'
import type { Waiver } from '../waiver/waiver.ts'
import type { FaultList } from './table-reader.ts'
import { tableReader } from './table-reader.ts'
import { lineOf } from './toml-lines.ts'

const KEYS = ['id', 'package', 'path', 'reason', 'owner', 'expires', 'justification']
const DATE = /^\d{4}-\d{2}-\d{2}$/
/** OpenVEX status justifications. */
const JUSTIFICATIONS = [
  'component_not_present',
  'vulnerable_code_not_present',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'inline_mitigations_already_exist',
]

/** One `[[waiver]]`. Reason, owner and expiry are required; a wildcard id needs a package by name. */
export function readWaiver(table: unknown, at: number, { list, source }: { readonly list: FaultList; readonly source: string }): Waiver {
  const path = `waiver.${at}`
  const reader = tableReader(table, path, { list, known: KEYS })
  const required = (key: string): string => {
    const value = reader.raw(key) === undefined ? '' : (reader.string(key) ?? '?')
    if (value.trim() === '') reader.fault(key, `a waiver needs ${key === 'id' || key === 'owner' ? 'an' : 'a'} ${key}`)
    return value.trim()
  }
  const waiver = {
    id: required('id'),
    package: reader.string('package') ?? '',
    path: reader.string('path') ?? '',
    reason: required('reason'),
    owner: required('owner'),
    expires: expiryOf(reader.raw('expires')),
    justification: reader.string('justification') ?? '',
    source,
    line: lineOf(list.lines, path),
  }
  const stated = reader.raw('expires')
  if (waiver.expires === '' && typeof stated === 'string' && DATE.test(stated))
    reader.fault('expires', `there is no date ${stated}: waiver.expires must be a date as 2030-01-31`)
  else if (waiver.expires === '') reader.fault('expires', 'a waiver needs expires, a date as 2030-01-31')
  if (waiver.justification !== '' && !JUSTIFICATIONS.includes(waiver.justification)) {
    reader.fault('justification', `waiver.justification must be one of ${JUSTIFICATIONS.join(', ')}`)
  }
  if (waiver.id.includes('*') && waiver.id !== '*') reader.fault('id', 'a waiver id is one id, or "*" alone')
  if (waiver.id === '*' && (waiver.package === '' || waiver.package.endsWith('*'))) {
    reader.fault('id', 'a waiver with id "*" needs the package by name')
  }
  const wrong = packageFault(waiver.package)
  if (wrong !== '') reader.fault('package', wrong)
  return waiver
}

/** TOML local dates and texts of the same form; empty when it is no date that exists. */
function expiryOf(value: unknown): string {
  const text = value instanceof Date ? value.toISOString().slice(0, 10) : typeof value === 'string' ? value : ''
  if (!DATE.test(text)) return ''
  const moment = Date.parse(text)
  return !Number.isNaN(moment) && new Date(moment).toISOString().startsWith(text) ? text : ''
}

function packageFault(pattern: string): string {
  if (pattern === '') return ''
  if (pattern.slice(0, -1).includes('*')) return 'in waiver.package a "*" stands only at the end'
  try {
    packageMatcher(pattern)
    return ''
  } catch (error) {
    if (!(error instanceof PurlInvalid)) throw error
    return 'waiver.package must be a purl, such as pkg:npm/lodash or pkg:npm/lodash@4.17.11'
  }
}
