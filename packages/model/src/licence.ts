import { LICENCE_NAMES } from './licence-names.ts'
import { parseSpdxExpression } from './spdx-expression.ts'
import type { SpdxNode } from './spdx-expression.ts'

export interface LicenceExpression {
  /** The SPDX expression in its usual spelling, or the text as stated where it is none. */
  readonly expression: string
  readonly valid: boolean
}

/** Longer statements are licence texts, not names of licences. */
const MAX_LENGTH = 2_000

/**
 * Reads what a package states as its licence (SPDX specification 2.3, annex D). Common other spellings of one licence are
 * understood, as is Cargo's old `MIT/Apache-2.0`; what is ambiguous stays as it is and is not valid.
 */
export function normalizeLicense(text: string): LicenceExpression {
  const trimmed = text.trim()
  if (trimmed === '' || trimmed.length > MAX_LENGTH) return { expression: trimmed, valid: false }
  const expression = own(trimmed.toLowerCase()) ?? parsed(trimmed) ?? namedLicence(trimmed) ?? alternatives(trimmed)
  return { expression: expression ?? trimmed, valid: expression !== null }
}

function parsed(text: string): string | null {
  const node = parseSpdxExpression(text)
  return node === null ? null : print(node, '')
}

function print(node: SpdxNode, outer: string): string {
  if ('license' in node) return node.license + (node.plus ? '+' : '') + (node.exception ? ` WITH ${node.exception}` : '')
  const text = `${print(node.left, node.conjunction)} ${node.conjunction.toUpperCase()} ${print(node.right, node.conjunction)}`
  return outer !== '' && outer !== node.conjunction ? `(${text})` : text
}

function namedLicence(text: string): string | null {
  const lower = text.toLowerCase().replace(/\s+/g, ' ')
  const words = lower.startsWith('the ') ? lower.slice(4) : lower
  return own(words) ?? own(words.replace(/,? licen[cs]e$/, ''))
}

function own(name: string): string | null {
  return Object.hasOwn(LICENCE_NAMES, name) ? (LICENCE_NAMES[name] ?? null) : null
}

function alternatives(text: string): string | null {
  const parts = text.split('/')
  if (parts.length < 2 || parts.length > 5) return null
  const found: string[] = []
  for (const part of parts) {
    const one = parsed(part.trim()) ?? namedLicence(part.trim())
    if (one === null || one.includes(' ')) return null
    found.push(one)
  }
  return found.join(' OR ')
}
