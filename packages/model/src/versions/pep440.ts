import { pep440Key } from '../pep440-key.ts'
import type { Pep440Key } from '../pep440-key.ts'
import { legacyOrder } from '../pep440-legacy.ts'
import { digitOrder, digitsEnd, numberOrder, plainOrder, textOrder } from '../version-order.ts'
import { defineVersionScheme } from '../version-scheme.ts'

/** PEP 440; what is no PEP 440 version stands before all that is, in the order of old setuptools. */
export default defineVersionScheme({
  id: 'pep440',
  ecosystems: ['PyPI'],
  authority: 'PEP 440; packaging.version (LegacyVersion of packaging 21 for the rest)',
  valid: (version) => pep440Key(version) !== null,
  compare(a, b) {
    const plain = plainOrder(a, b)
    if (plain === plain) return plain
    const one = pep440Key(a)
    const two = pep440Key(b)
    if (one === null || two === null) return one === null ? (two === null ? legacyOrder(a, b) : -1) : 1
    return publicOrder(one, two) || localOrder(one.local, two.local)
  },
  /** PEP 440 "Version matching": a version without local label stands for all its local builds. */
  same(a, b) {
    const plain = plainOrder(a, b)
    if (plain === plain) return plain === 0
    if (firstNumbersDiffer(a, b)) return false
    const one = pep440Key(a)
    const two = pep440Key(b)
    if (one === null || two === null) return one === two && legacyOrder(a, b) === 0
    if (publicOrder(one, two) !== 0) return false
    return one.local.length === 0 || two.local.length === 0 || localOrder(one.local, two.local) === 0
  },
})

/** Cheap test for long lists of versions: without an epoch the first number decides. */
function firstNumbersDiffer(a: string, b: string): boolean {
  const aEnd = digitsEnd(a, 0)
  const bEnd = digitsEnd(b, 0)
  if (aEnd === 0 || bEnd === 0 || a.charCodeAt(aEnd) === 33 || b.charCodeAt(bEnd) === 33) return false
  return digitOrder(a, 0, aEnd, b, 0, bEnd) !== 0
}

function publicOrder(a: Pep440Key, b: Pep440Key): number {
  return numberOrder(a.epoch, b.epoch) || releaseOrder(a.release, b.release) || phaseOrder(a, b)
}

function releaseOrder(a: readonly string[], b: readonly string[]): number {
  for (let index = 0; index < a.length || index < b.length; index++) {
    const order = numberOrder(a[index] ?? '', b[index] ?? '')
    if (order !== 0) return order
  }
  return 0
}

function phaseOrder(a: Pep440Key, b: Pep440Key): number {
  if (a.phase !== b.phase) return a.phase - b.phase
  const pre = numberOrder(a.pre, b.pre)
  if (pre !== 0) return pre
  if (a.post === null || b.post === null) {
    if (a.post !== b.post) return a.post === null ? -1 : 1
  } else {
    const post = numberOrder(a.post, b.post)
    if (post !== 0) return post
  }
  if (a.dev === null || b.dev === null) return a.dev === b.dev ? 0 : a.dev === null ? 1 : -1
  return numberOrder(a.dev, b.dev)
}

function localOrder(a: readonly string[], b: readonly string[]): number {
  const shared = Math.min(a.length, b.length)
  for (let index = 0; index < shared; index++) {
    const one = a[index] ?? ''
    const two = b[index] ?? ''
    const oneNumeric = /^\d+$/.test(one)
    const twoNumeric = /^\d+$/.test(two)
    if (oneNumeric !== twoNumeric) return oneNumeric ? 1 : -1
    const order = oneNumeric ? numberOrder(one, two) : textOrder(one, two)
    if (order !== 0) return order
  }
  return a.length - b.length
}
