import { DocumentInvalid, readYamlTree, textPlaces } from '@cupel/formats'
import type { TextPlace, YamlNode } from '@cupel/formats'
import { nearestName } from '@cupel/model'
import { quoted } from '../cel/cel-invalid.ts'
import type { CelIssue } from '../cel/cel-invalid.ts'
import { PackInvalid } from './pack-invalid.ts'
import type { PackFault } from './pack-invalid.ts'

const MAX_LENGTH = 1_000_000

/** A YAML document that is read member by member; what is wrong with it is gathered. */
export interface YamlSource {
  readonly source: string
  readonly root: YamlNode
  readonly faults: PackFault[]
  place(node: YamlNode): TextPlace
  /** Place of an issue in an expression that a scalar holds. */
  placeIn(node: YamlNode, issue: CelIssue): TextPlace
}

/** Parses one YAML document without aliases. Throws PackInvalid when it is none. */
export function readYamlSource(text: string, source: string): YamlSource {
  const places = textPlaces(text)
  const place = (node: YamlNode): TextPlace => places(node.offset)
  return {
    source,
    root: rootOf(text, source),
    faults: [],
    place,
    placeIn: (node, { at }) => places(offsetIn(text, node, at)),
  }
}

function rootOf(text: string, source: string): YamlNode {
  try {
    const documents = readYamlTree(text, { maxDepth: 30, maxLength: MAX_LENGTH, maxDocuments: 1, maxAliases: 0 })
    const [root] = documents
    if (root !== undefined) return root
  } catch (error) {
    if (!(error instanceof DocumentInvalid)) throw error
    throw new PackInvalid([{ source, line: error.line, column: error.column, message: error.message }])
  }
  throw new PackInvalid([{ source, line: 0, column: 0, message: 'the file is empty' }])
}

/** A scalar over several lines is found again line by line; escapes in it make the column that of its start. */
function offsetIn(text: string, { offset, text: scalar }: YamlNode, at: number): number {
  const start = text.slice(offset, offset + 1) === scalar[0] ? offset : offset + 1
  if (text.startsWith(scalar, start)) return start + at
  let seen = 0
  let from = 0
  // With escapes and indentation a scalar is longer in the file than it is; what is further away is another.
  const near = text.slice(offset, offset + 2 * scalar.length + 1000)
  for (const line of scalar.split('\n')) {
    const found = near.indexOf(line.trim(), from)
    if (found < 0) return offset
    if (at <= seen + line.length) return offset + found + Math.max(0, at - seen - (line.length - line.trimStart().length))
    seen += line.length + 1
    from = found + line.trim().length
  }
  return offset
}

/** Typed reading of one mapping; what is wrong becomes a fault with its place, and reading goes on. */
export interface YamlForm {
  readonly node: YamlNode
  readonly line: number
  has(key: string): boolean
  member(key: string): YamlNode | null
  /** Text; empty when it is not there. */
  text(key: string): string
  /** As `text`, and a fault when it is not there or empty. */
  required(key: string): string
  texts(key: string): readonly string[]
  flag(key: string): boolean
  items(key: string): readonly YamlNode[]
  fault(node: YamlNode | null, message: string): void
}

/** `what` names the mapping in messages; keys other than `known` are faults. */
export function yamlForm(node: YamlNode, yaml: YamlSource, what: string, known: readonly string[]): YamlForm {
  const members = new Map<string, YamlNode>()
  const fault = (at: YamlNode | null, message: string): void => {
    yaml.faults.push({ source: yaml.source, ...yaml.place(at ?? node), message })
  }
  if (node.kind !== 'mapping') fault(node, `${what} is a mapping`)
  for (const [key, value] of node.pairs) {
    if (!known.includes(key.text)) fault(key, unknownKey(key.text, what, known))
    else if (members.has(key.text)) fault(key, `${key.text.slice(0, 40)} stands twice in ${what}`)
    else members.set(key.text, value)
  }
  const text = (key: string): string => {
    const value = members.get(key)
    if (value === undefined) return ''
    if (value.kind === 'scalar' && value.value !== null) return value.text
    fault(value, `${key} of ${what} is a text`)
    return ''
  }
  const items = (key: string): readonly YamlNode[] => {
    const value = members.get(key)
    if (value === undefined) return []
    if (value.kind === 'sequence') return value.items
    fault(value, `${key} of ${what} is a list`)
    return []
  }
  return {
    node,
    line: yaml.place(node).line,
    fault,
    text,
    items,
    has: (key) => members.has(key),
    member: (key) => members.get(key) ?? null,
    required(key) {
      const value = text(key)
      if (value.trim() === '') fault(members.get(key) ?? null, `${what} needs ${key}`)
      return value
    },
    texts(key) {
      const value = members.get(key)
      if (value?.kind === 'scalar') return [value.text]
      return items(key).flatMap((one) => {
        if (one.kind === 'scalar') return [one.text]
        fault(one, `${key} of ${what} is a list of texts`)
        return []
      })
    },
    flag(key) {
      const value = members.get(key)
      if (value === undefined || typeof value.value === 'boolean') return value?.value === true
      fault(value, `${key} of ${what} is true or false`)
      return false
    },
  }
}

function unknownKey(key: string, what: string, known: readonly string[]): string {
  const near = nearestName(key, known)
  return `unknown key ${quoted(key)} in ${what}; ${near === null ? `there are ${known.join(', ')}` : `did you mean "${near}"?`}`
}
