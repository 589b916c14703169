import type { CelExpression, CelNode, ListNode, MapNode, NodeParts, StructNode } from './ast.ts'
import { childrenOf } from './ast.ts'
import { CelInvalid, quoted } from './cel-invalid.ts'
import type { CelLimits } from './cel-limits.ts'
import { CEL_LIMITS } from './cel-limits.ts'
import type { CelValue } from './cel-value.ts'
import { expandMacro } from './macros.ts'
import { lex } from './lex.ts'
import type { Token } from './lex.ts'

/** Makes a node of its parts; numbers it and keeps the limits. */
export type MakeNode = (parts: NodeParts) => CelNode

const RESERVED = new Set(
  'as break const continue else false for function if import in let loop package namespace null return true var void while'.split(' '),
)
/** Operators between two operands, those that bind least first; all lean to the left. */
const LEVELS: readonly (readonly string[])[] = [
  ['==', '!=', '<', '<=', '>', '>=', 'in'],
  ['+', '-'],
  ['*', '/', '%'],
]

/** Reads an expression (language definition, "Syntax"), macros included. Throws CelInvalid. */
export function parseCel(source: string, limits: CelLimits = CEL_LIMITS): CelExpression {
  if (source.length > limits.length) throw fault(0, source.length, `an expression has at most ${limits.length} characters`)
  const tokens = lex(source)
  let place = 0
  let nodes = 0
  let level = 0

  const make: MakeNode = (parts) => {
    const node: CelNode = { ...parts, id: nodes++, depth: 0 }
    const depth = childrenOf(node).reduce((deepest, child) => Math.max(deepest, child.depth), 0) + 1
    if (depth > limits.depth) throw fault(node.at, node.end, `an expression has at most ${limits.depth} levels`)
    if (nodes > limits.nodes) throw fault(node.at, node.end, `an expression has at most ${limits.nodes} parts`)
    return Object.assign(node, { depth })
  }

  const peek = (): Token => tokens[place] as Token
  const next = (): Token => tokens[place++] as Token
  const isSign = (text: string, token = peek()): boolean => token.kind === 'sign' && token.text === text
  const accept = (text: string): boolean => isSign(text) && next() !== undefined

  function expect(text: string): Token {
    const token = peek()
    if (!isSign(text)) throw unexpected(token, `"${text}"`)
    return next()
  }

  function expression(): CelNode {
    if (++level > limits.depth) throw fault(peek().at, peek().end, `an expression has at most ${limits.depth} levels`)
    const condition = logic('||')
    let node = condition
    if (accept('?')) {
      const yes = logic('||')
      expect(':')
      const no = expression()
      node = make({ kind: 'call', name: '_?_:_', target: null, args: [condition, yes, no], at: condition.at, end: no.end })
    }
    level--
    return node
  }

  /** Chains are kept as balanced trees, so that a long list of conditions is not deep. */
  function logic(operator: '||' | '&&'): CelNode {
    const operand = operator === '||' ? () => logic('&&') : () => binary(0)
    const terms = [operand()]
    while (accept(operator)) terms.push(operand())
    return balanced(terms, `_${operator}_`)
  }

  function balanced(terms: readonly CelNode[], name: string): CelNode {
    const [first] = terms
    if (terms.length === 1) return first as CelNode
    const middle = Math.ceil(terms.length / 2)
    const args = [balanced(terms.slice(0, middle), name), balanced(terms.slice(middle), name)] as const
    return make({ kind: 'call', name, target: null, args, at: args[0].at, end: args[1].end })
  }

  function binary(at: number): CelNode {
    const operators = LEVELS[at]
    if (operators === undefined) return unary()
    let left = binary(at + 1)
    while (isOperator(peek(), operators)) {
      const { text } = next()
      const right = binary(at + 1)
      const name = text === 'in' ? '@in' : `_${text}_`
      left = make({ kind: 'call', name, target: null, args: [left, right], at: left.at, end: right.end })
    }
    return left
  }

  /** One minus directly before a number belongs to it: there is no other way to write the smallest int. */
  function unary(): CelNode {
    const first = peek()
    if (startsNegative()) return member(negativeNumber())
    let count = 0
    while ((first.text === '!' || first.text === '-') && accept(first.text)) count++
    const operand = first.text === '!' && startsNegative() ? member(negativeNumber()) : member(primary())
    if (count % 2 === 0) return operand
    return make({ kind: 'call', name: `${first.text}_`, target: null, args: [operand], at: first.at, end: operand.end })
  }

  function startsNegative(): boolean {
    return isSign('-') && isNumber(tokens[place + 1])
  }

  function negativeNumber(): CelNode {
    const { at } = next()
    const number = next()
    return make({ kind: 'literal', value: -(number.value as number), at, end: number.end })
  }

  function member(start: CelNode): CelNode {
    let node = start
    for (;;) {
      if (accept('.')) node = selection(node)
      else if (accept('[')) {
        const optional = accept('?')
        const index = expression()
        const end = expect(']').end
        const name = optional ? '_[?_]' : '_[_]'
        node = make({ kind: 'call', name, target: null, args: [node, index], at: node.at, end })
      } else return node
    }
  }

  function selection(operand: CelNode): CelNode {
    const optional = accept('?')
    const token = next()
    if (token.kind !== 'name' && token.kind !== 'quoted') throw unexpected(token, 'a field')
    if (token.kind === 'name' && (token.text === 'in' || LITERALS.has(token.text))) throw unexpected(token, 'a field')
    if (token.kind === 'name' && !optional && accept('(')) return called(token.text, operand, { at: operand.at, name: token })
    const { text: field, end } = token
    return make({ kind: 'select', operand, field, optional, test: false, quoted: token.kind === 'quoted', at: operand.at, end })
  }

  /** After the opening bracket. */
  function called(name: string, target: CelNode | null, from: { readonly at: number; readonly name: Token }): CelNode {
    const args: CelNode[] = []
    if (!isSign(')')) {
      do args.push(expression())
      while (accept(','))
    }
    const end = expect(')').end
    const { at } = from
    return expandMacro({ name, target, args, at, end, nameAt: from.name.at }, make) ?? make({ kind: 'call', name, target, args, at, end })
  }

  function primary(): CelNode {
    const token = next()
    const { at, end } = token
    if (token.kind === 'literal') return literal(token)
    if (isSign('(', token)) {
      const inner = expression()
      expect(')')
      return inner
    }
    if (isSign('[', token)) return list(at)
    if (isSign('{', token)) return map(at)
    const absolute = isSign('.', token)
    const word = absolute ? next() : token
    if (word.kind !== 'name') throw unexpected(word, 'an expression')
    if (!absolute && LITERALS.has(word.text)) {
      return make({ kind: 'literal', value: LITERALS.get(word.text) as CelValue, at, end })
    }
    if (RESERVED.has(word.text)) throw fault(word.at, word.end, `"${word.text}" is a reserved word`)
    const struct = structAt(absolute, word)
    if (struct !== null) return struct
    if (accept('(')) return called(absolute ? `.${word.text}` : word.text, null, { at, name: word })
    return make({ kind: 'ident', name: word.text, absolute, at, end: word.end })
  }

  function literal({ value, at, end }: Token): CelNode {
    if (value === 2n ** 63n) throw fault(at, end, 'this number is over the largest int')
    return make({ kind: 'literal', value: value as CelValue, at, end })
  }

  /** `a.b.Name{`: looked ahead for, since the same words start a selection. */
  function structAt(absolute: boolean, word: Token): CelNode | null {
    let ahead = place
    let name = word.text
    while (isSign('.', tokens[ahead]) && tokens[ahead + 1]?.kind === 'name') {
      name += `.${(tokens[ahead + 1] as Token).text}`
      ahead += 2
    }
    if (!isSign('{', tokens[ahead])) return null
    place = ahead + 1
    const fields: StructNode['fields'][number][] = []
    while (!isSign('}')) {
      const optional = accept('?')
      const field = next()
      if (field.kind !== 'name' && field.kind !== 'quoted') throw unexpected(field, 'a field')
      expect(':')
      fields.push({ name: field.text, value: expression(), optional })
      if (!accept(',')) break
    }
    const { end } = expect('}')
    return make({ kind: 'struct', name: absolute ? `.${name}` : name, fields, at: word.at, end })
  }

  function list(at: number): CelNode {
    const items: ListNode['items'][number][] = []
    while (!isSign(']')) {
      const optional = accept('?')
      items.push({ value: expression(), optional })
      if (!accept(',')) break
    }
    const { end } = expect(']')
    return make({ kind: 'list', items, at, end })
  }

  function map(at: number): CelNode {
    const entries: MapNode['entries'][number][] = []
    while (!isSign('}')) {
      const optional = accept('?')
      const key = expression()
      expect(':')
      entries.push({ key, value: expression(), optional })
      if (!accept(',')) break
    }
    const { end } = expect('}')
    return make({ kind: 'map', entries, at, end })
  }

  const root = expression()
  if (peek().kind !== 'end') throw unexpected(peek(), 'the end')
  return { source, root, nodes }
}

const LITERALS: ReadonlyMap<string, CelValue> = new Map<string, CelValue>([
  ['true', true],
  ['false', false],
  ['null', null],
])

function isOperator({ kind, text }: Token, operators: readonly string[]): boolean {
  return (kind === 'sign' || (kind === 'name' && text === 'in')) && operators.includes(text)
}

function isNumber(token: Token | undefined): boolean {
  return token?.kind === 'literal' && (typeof token.value === 'bigint' || typeof token.value === 'number')
}

function unexpected(token: Token, wanted: string): CelInvalid {
  const found = token.kind === 'end' ? 'the end' : token.kind === 'literal' ? 'a value' : quoted(token.text)
  return fault(token.at, token.end, `expected ${wanted}, found ${found}`)
}

function fault(at: number, end: number, message: string): CelInvalid {
  return new CelInvalid([{ at, end, message }])
}
