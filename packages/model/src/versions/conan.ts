import { digitOrder, digitsEnd, plainOrder, textOrder } from '../version-order.ts'
import { defineVersionScheme } from '../version-scheme.ts'

interface Parts {
  readonly items: readonly string[]
  readonly pre: Parts | null
  readonly build: Parts | null
}

/** Conan 2: items between dots, trailing zeros dropped, `-pre` before the release, `+build` after it. */
export default defineVersionScheme({
  id: 'conan',
  ecosystems: ['ConanCenter'],
  authority: 'Conan 2, conan/internal/model/version.py',
  valid: (version) => /^[\w][\w.+-]*$/.test(version),
  compare(a, b) {
    const plain = plainOrder(a, b)
    return plain === plain ? plain : partsOrder(parts(a), parts(b))
  },
})

function parts(version: string): Parts {
  const plus = version.lastIndexOf('+')
  const build = plus < 0 ? null : parts(version.slice(plus + 1))
  const rest = plus < 0 ? version : version.slice(0, plus)
  const hyphen = rest.lastIndexOf('-')
  const pre = hyphen < 0 ? null : parts(rest.slice(hyphen + 1))
  const items = (hyphen < 0 ? rest : rest.slice(0, hyphen)).split('.')
  while (items.length > 0 && /^0+$/.test(items.at(-1) ?? '')) items.pop()
  return { items, pre, build }
}

function partsOrder(a: Parts, b: Parts): number {
  const items = itemsOrder(a.items, b.items)
  if (items !== 0) return items
  if (a.pre === null || b.pre === null) {
    if (a.pre !== b.pre) return a.pre === null ? 1 : -1
  } else {
    const pre = partsOrder(a.pre, b.pre)
    if (pre !== 0) return pre
  }
  if (a.build === null || b.build === null) return a.build === b.build ? 0 : a.build === null ? -1 : 1
  return partsOrder(a.build, b.build)
}

function itemsOrder(a: readonly string[], b: readonly string[]): number {
  const shared = Math.min(a.length, b.length)
  for (let index = 0; index < shared; index++) {
    const order = itemOrder(a[index] ?? '', b[index] ?? '')
    if (order !== 0) return order
  }
  return a.length - b.length
}

/** By the number an item begins with, then by the rest; Conan compares a number with a word as texts, which is no order. */
function itemOrder(a: string, b: string): number {
  const aEnd = digitsEnd(a, 0)
  const bEnd = digitsEnd(b, 0)
  if (aEnd === 0 || bEnd === 0) return textOrder(a, b)
  return digitOrder(a, 0, aEnd, b, 0, bEnd) || textOrder(a.slice(aEnd), b.slice(bEnd))
}
