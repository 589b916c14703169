/**
 * Plain data as YAML 1.2 in block style; keys in their order, texts quoted where they could be read as something else. Only
 * objects, lists, texts, numbers, booleans and null.
 */
export function writeYaml(value: unknown): string {
  return lines(value, 0).join('\n') + '\n'
}

function lines(value: unknown, depth: number): readonly string[] {
  const indent = '  '.repeat(depth)
  if (Array.isArray(value)) {
    if (value.length === 0) return [`${indent}[]`]
    return value.flatMap((item: unknown) => {
      if (!isCollection(item)) return [`${indent}- ${scalar(item)}`]
      const [first = '', ...rest] = lines(item, depth + 1)
      return [`${indent}- ${first.slice(indent.length + 2)}`, ...rest]
    })
  }
  if (typeof value !== 'object' || value === null) return [`${indent}${scalar(value)}`]
  const entries = Object.entries(value)
  if (entries.length === 0) return [`${indent}{}`]
  return entries.flatMap(([key, member]: [string, unknown]) => {
    if (!isCollection(member)) return [`${indent}${scalar(key)}: ${scalar(member)}`]
    return [`${indent}${scalar(key)}:`, ...lines(member, depth + 1)]
  })
}

function isCollection(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0
}

function scalar(value: unknown): string {
  if (typeof value !== 'string') return typeof value === 'object' && value !== null ? (Array.isArray(value) ? '[]' : '{}') : String(value)
  return /^[A-Za-z][\w./ -]*[\w./-]$/.test(value) && !/^(?:true|false|null|yes|no|on|off|~)$/i.test(value) && !value.includes(' #')
    ? value
    : JSON.stringify(value)
}
