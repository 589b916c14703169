import { parseSpdxExpression } from '@cupel/model'
import type { SpdxNode } from '@cupel/model'
import { declare } from '../cel/cel-function.ts'
import type { CelFunction } from '../cel/cel-function.ts'
import type { CelResult, CelValue } from '../cel/cel-value.ts'
import { CelUnknown, isList } from '../cel/cel-value.ts'
import { noOverload } from '../cel/no-overload.ts'
import { durationOf } from '../cel/time.ts'
import { starMatches } from '../trust/star-pattern.ts'

/** Of the licences of GNU the ids without ending are other spellings of those with one (SPDX licence list, deprecated ids). */
const GNU = /^((?:[AL]?GPL|GFDL)-\d\.\d)(?:-(only|or-later))?$/i

/** Whether a licence, or one of its spellings, is in the list; `*` in the list stands for anything. Ids have no case. */
function isListed({ license, plus, exception }: Extract<SpdxNode, { license: string }>, list: readonly CelValue[]): boolean {
  const names = [
    license,
    ...(plus ? [`${license}+`] : []),
    ...(exception === '' ? [] : [`${license} WITH ${exception}`]),
    ...gnuNames(license, plus),
  ].map((name) => name.toLowerCase())
  return list.some((one) => typeof one === 'string' && names.some((name) => starMatches(one.toLowerCase(), name)))
}

function gnuNames(license: string, plus: boolean): readonly string[] {
  const [, bare, ending] = GNU.exec(license) ?? []
  if (bare === undefined) return []
  if (ending === undefined) return [`${bare}-${plus ? 'or-later' : 'only'}`]
  return [ending.toLowerCase() === 'only' ? bare : `${bare}+`]
}

/** Whether the licences of some choice that the expression leaves are all in the list. */
function canChoose(node: SpdxNode, list: readonly CelValue[]): boolean {
  if ('license' in node) return isListed(node, list)
  const [left, right] = [canChoose(node.left, list), canChoose(node.right, list)]
  return node.conjunction === 'and' ? left && right : left || right
}

function mentions(node: SpdxNode, list: readonly CelValue[]): boolean {
  return 'license' in node ? isListed(node, list) : mentions(node.left, list) || mentions(node.right, list)
}

function ofExpression(name: string, judge: (node: SpdxNode, list: readonly CelValue[]) => boolean): CelFunction {
  return declare(
    `${name}(string, list(string)) bool`,
    (text, list): CelResult => {
      if (typeof text !== 'string' || !isList(list)) return noOverload(name, [text, list])
      const node = parseSpdxExpression(text)
      if (node !== null) return judge(node, list)
      return list.includes(text) ? true : new CelUnknown([`what licence "${text.slice(0, 60)}" is`])
    },
    'sized',
  )
}

/** Functions of rules besides those of CEL, for what CEL has no words for. */
export const PACK_FUNCTIONS: readonly CelFunction[] = [
  ofExpression('spdx.allowed', canChoose),
  ofExpression('spdx.mentions', mentions),
  declare('spdx.valid(string) bool', (text) =>
    typeof text === 'string' ? parseSpdxExpression(text) !== null : noOverload('spdx.valid', [text]),
  ),
  declare(
    'string->fits(string) bool',
    (text, pattern) =>
      typeof text === 'string' && typeof pattern === 'string' ? starMatches(pattern, text) : noOverload('fits', [text, pattern]),
    'sized',
  ),
  declare('days(int) duration', (count) =>
    typeof count === 'bigint' ? durationOf(count * 86_400_000_000_000n) : noOverload('days', [count]),
  ),
]

/** What those functions do, for the reference. */
export const PACK_FUNCTION_NOTES: readonly (readonly [signature: string, about: string])[] = [
  [
    'spdx.allowed(expression, list) → bool',
    'some choice that the SPDX expression leaves has only licences of the list; unknown for a text that is no expression',
  ],
  ['spdx.mentions(expression, list) → bool', 'some licence of the list stands in the expression; `*` in the list stands for anything'],
  ['spdx.valid(text) → bool', 'the text is an SPDX expression'],
  ['text.fits(pattern) → bool', '`*` stands for anything but `/`, `**` for anything'],
  ['days(n) → duration', 'n days'],
]
