import {
  BOOL,
  BYTES,
  DOUBLE,
  DURATION,
  DYN,
  INT,
  listOf,
  mapOf,
  NULL,
  parameter,
  record,
  STRING,
  TIMESTAMP,
  typeOf,
  UINT,
} from './cel-type.ts'
import type { CelType } from './cel-type.ts'

const SIMPLE: Readonly<Record<string, CelType>> = {
  bool: BOOL,
  int: INT,
  uint: UINT,
  double: DOUBLE,
  string: STRING,
  bytes: BYTES,
  null: NULL,
  timestamp: TIMESTAMP,
  duration: DURATION,
  dyn: DYN,
}

/** Reads a type as `showType` writes it; one capital letter is a type parameter, any other name a record. For declarations in code only. */
export function typeOfText(text: string): CelType {
  const open = text.indexOf('(')
  const name = (open < 0 ? text : text.slice(0, open)).trim()
  const parts = open < 0 ? [] : splitTypes(text.slice(open + 1, text.lastIndexOf(')'))).map(typeOfText)
  const [first = DYN, second = DYN] = parts
  if (name === 'list') return listOf(first)
  if (name === 'map') return mapOf(first, second)
  if (name === 'type') return typeOf(first)
  if (parts.length > 0) return { kind: 'opaque', name, of: parts }
  return SIMPLE[name] ?? (/^[A-Z]$/.test(name) ? parameter(name) : record(name))
}

/** Cuts at the commas that stand in no bracket. */
export function splitTypes(text: string): readonly string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let at = 0; at <= text.length; at++) {
    const unit = text[at]
    if (unit === '(') depth++
    else if (unit === ')') depth--
    else if (at === text.length || (unit === ',' && depth === 0)) {
      if (text.slice(start, at).trim() !== '') parts.push(text.slice(start, at).trim())
      start = at + 1
    }
  }
  return parts
}
