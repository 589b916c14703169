import { CelUint } from '@cupel/policy'
import type { CelNode, CelValue } from '@cupel/policy'

/**
 * A tree in the notation of the reference parser's debug output, without its spaces and marks. null: it has macros that the reference
 * replaces while it parses.
 */
export function debugCel(node: CelNode): string | null {
  const parts = (nodes: readonly CelNode[]): string | null => joined(nodes.map(debugCel))
  switch (node.kind) {
    case 'literal':
      return constant(node.value)
    case 'ident':
      return node.absolute ? `.${node.name}` : node.name
    case 'select': {
      const operand = debugCel(node.operand)
      if (operand === null) return null
      if (node.optional) return `_?._(${operand},${JSON.stringify(node.field)})`
      return `${operand}.${node.field}${node.test ? '~test-only~' : ''}`
    }
    case 'call': {
      const args = parts(node.args)
      const target = node.target === null ? '' : debugCel(node.target)
      return args === null || target === null ? null : `${target === '' ? '' : `${target}.`}${node.name}(${args})`
    }
    case 'list': {
      const items = joined(node.items.map(({ value, optional }) => prefixed(optional ? '?' : '', debugCel(value))))
      return items === null ? null : `[${items}]`
    }
    case 'map': {
      const entries = joined(
        node.entries.map(({ key, value, optional }) => {
          const [left, right] = [debugCel(key), debugCel(value)]
          return left === null || right === null ? null : `${optional ? '?' : ''}${left}:${right}`
        }),
      )
      return entries === null ? null : `{${entries}}`
    }
    case 'struct': {
      const fields = joined(node.fields.map(({ name, value, optional }) => prefixed(`${optional ? '?' : ''}${name}:`, debugCel(value))))
      return fields === null ? null : `${node.name}{${fields}}`
    }
    default:
      return null
  }
}

/** The reference's debug output, made comparable. */
export function plainDebug(text: string): string {
  return text.replace(/\^#\*?expr\.\w+#/g, '').replace(/\s+/g, '')
}

function joined(parts: readonly (string | null)[]): string | null {
  return parts.includes(null) ? null : parts.join(',')
}

function prefixed(prefix: string, text: string | null): string | null {
  return text === null ? null : prefix + text
}

function constant(value: CelValue): string {
  if (typeof value === 'string') return JSON.stringify(value).replace(/\s+/g, '')
  if (value instanceof CelUint) return `${value.value}u`
  if (value instanceof Uint8Array) return `b${JSON.stringify(Buffer.from(value).toString('latin1')).replace(/\s+/g, '')}`
  return String(value)
}
