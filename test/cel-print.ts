import { CelUint, parseCel } from '@cupel/policy'
import type { CelNode, CelValue } from '@cupel/policy'

const BINARY: Readonly<Record<string, readonly [sign: string, level: number]>> = {
  '_==_': ['==', 3],
  '_!=_': ['!=', 3],
  '_<_': ['<', 3],
  '_<=_': ['<=', 3],
  '_>_': ['>', 3],
  '_>=_': ['>=', 3],
  '@in': ['in', 3],
  '_+_': ['+', 4],
  '_-_': ['-', 4],
  '_*_': ['*', 5],
  '_/_': ['/', 5],
  '_%_': ['%', 5],
}

/** Writes a syntax tree as an expression that parses to the same tree. */
export function printCel(node: CelNode): string {
  return print(node, 0)
}

/** Whether two expressions are one tree, wherever its parts stand. */
export function sameTree(a: string, b: string): boolean {
  return JSON.stringify(parseCel(a).root, bare) === JSON.stringify(parseCel(b).root, bare)
}

function bare(key: string, value: unknown): unknown {
  if (key === 'id' || key === 'at' || key === 'end') return undefined
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value)
  if (value instanceof CelUint) return `${value.value}u`
  return value instanceof Uint8Array ? `b${[...value].join(',')}` : value
}

function print(node: CelNode, level: number): string {
  const [text, own] = written(node)
  return own < level ? `(${text})` : text
}

function written(node: CelNode): readonly [text: string, level: number] {
  const list = (nodes: readonly CelNode[]): string => nodes.map((one) => print(one, 0)).join(', ')
  switch (node.kind) {
    case 'literal':
      return [
        literal(node.value),
        typeof node.value === 'number' || typeof node.value === 'bigint' ? (literal(node.value).startsWith('-') ? 6 : 8) : 8,
      ]
    case 'ident':
      return [node.absolute ? `.${node.name}` : node.name, 8]
    case 'select': {
      const field = node.quoted ? `\`${node.field}\`` : node.field
      const text = `${print(node.operand, 7)}.${node.optional ? '?' : ''}${field}`
      return node.test ? [`has(${text})`, 8] : [text, 7]
    }
    case 'call':
      return call(node)
    case 'list':
      return [`[${node.items.map(({ value, optional }) => (optional ? '?' : '') + print(value, 0)).join(', ')}]`, 8]
    case 'map':
      return [
        `{${node.entries.map(({ key, value, optional }) => `${optional ? '?' : ''}${print(key, 0)}: ${print(value, 0)}`).join(', ')}}`,
        8,
      ]
    case 'struct':
      return [
        `${node.name}{${node.fields.map(({ name, value, optional }) => `${optional ? '?' : ''}${name}: ${print(value, 0)}`).join(', ')}}`,
        8,
      ]
    case 'fold':
      return [
        `${print(node.range, 7)}.${node.name}(${[...node.variables, ...(node.where === null ? [] : [print(node.where, 0)]), print(node.body, 0)].join(', ')})`,
        7,
      ]
    case 'bind':
      return node.bind === 'bind'
        ? [`cel.bind(${node.variable}, ${list([node.value, node.body])})`, 7]
        : [`${print(node.value, 7)}.${node.bind}(${node.variable}, ${print(node.body, 0)})`, 7]
  }
}

function call({ name, target, args }: Extract<CelNode, { kind: 'call' }>): readonly [text: string, level: number] {
  const [a, b, c] = args as [CelNode, CelNode, CelNode]
  if (target !== null) return [`${print(target, 7)}.${name}(${args.map((one) => print(one, 0)).join(', ')})`, 7]
  const binary = BINARY[name]
  if (binary !== undefined) return [`${print(a, binary[1])} ${binary[0]} ${print(b, binary[1] + 1)}`, binary[1]]
  if (name === '_&&_' || name === '_||_') return logic(name, [a, b])
  if (name === '_?_:_') return [`${print(a, 1)} ? ${print(b, 1)} : ${print(c, 0)}`, 0]
  // Two signs undo each other when they are read, and one before a number belongs to it.
  if (name === '!_') return [isUnary(a) ? `!(${print(a, 0)})` : `!${print(a, 7)}`, 6]
  if (name === '-_') return [isUnary(a) || /^[-.\d]/.test(print(a, 7)) ? `-(${print(a, 0)})` : `-${print(a, 7)}`, 6]
  if (name === '_[_]' || name === '_[?_]') return [`${print(a, 7)}[${name === '_[?_]' ? '?' : ''}${print(b, 0)}]`, 7]
  return [`${name}(${args.map((one) => print(one, 0)).join(', ')})`, 8]
}

function isUnary(node: CelNode): boolean {
  return node.kind === 'call' && (node.name === '!_' || node.name === '-_')
}

/** Chains are balanced when they are read: one that has another shape keeps its brackets. */
function logic(name: '_&&_' | '_||_', args: readonly [CelNode, CelNode]): readonly [text: string, level: number] {
  const [sign, level] = name === '_&&_' ? ['&&', 2] : ['||', 1]
  const leaves = args.flatMap((one) => leavesOf(one, name))
  const sides = args.map((one) => leavesOf(one, name).length)
  const balanced = args.every((one) => isBalanced(one, name)) && sides[0] === Math.ceil(leaves.length / 2)
  if (balanced) return [leaves.map((one) => print(one, level + 1)).join(` ${sign} `), level]
  return [args.map((one) => print(one, level + 1)).join(` ${sign} `), level]
}

function leavesOf(node: CelNode, name: string): readonly CelNode[] {
  return node.kind === 'call' && node.name === name ? node.args.flatMap((one) => leavesOf(one, name)) : [node]
}

function isBalanced(node: CelNode, name: string): boolean {
  if (node.kind !== 'call' || node.name !== name) return true
  const [left, right] = node.args.map((one) => leavesOf(one, name).length) as [number, number]
  return left === Math.ceil((left + right) / 2) && node.args.every((one) => isBalanced(one, name))
}

function literal(value: CelValue): string {
  if (typeof value === 'string') return `"${[...value].map(escaped).join('')}"`
  if (value instanceof Uint8Array) return `b"${[...value].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}"`
  if (value instanceof CelUint) return `${value.value}u`
  if (typeof value === 'number')
    return Number.isInteger(value) && Math.abs(value) < 1e21 ? `${Object.is(value, -0) ? '-0' : String(value)}.0` : String(value)
  return String(value)
}

function escaped(letter: string): string {
  if (letter === '"' || letter === '\\') return `\\${letter}`
  const code = letter.codePointAt(0) as number
  return code < 0x20 || code === 0x7f ? `\\x${code.toString(16).padStart(2, '0')}` : letter
}
