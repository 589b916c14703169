/** Gives what is wrong with the keys of an object, or null. */
export type KeyRule = (value: Readonly<Record<string, unknown>>) => string | null

/** Reads a rule over several keys (`one(a b&c)`, `some(a b)`, `not(a b)`, `needs(a b)`); null when the text is none. */
export function keyRules(text: string): KeyRule | null {
  const match = /^(one|some|not|needs)\((.*)\)$/.exec(text)
  if (!match) return null
  const names = (match[2] ?? '').split(' ')
  const groups = names.map((name) => name.split('&'))
  const listed = names.map((name) => `"${name.replace('&', '" and "')}"`).join(', ')
  const count = (value: Readonly<Record<string, unknown>>): number =>
    groups.filter((group) => group.every((key) => Object.hasOwn(value, key))).length
  switch (match[1]) {
    case 'one':
      return (value) => (count(value) === 1 ? null : `exactly one of the keys ${listed} is expected`)
    case 'some':
      return (value) => (count(value) > 0 ? null : `at least one of the keys ${listed} is expected`)
    case 'not':
      return (value) => (count(value) < groups.length ? null : `the keys ${listed} exclude each other`)
    default: {
      const [key = '', other = ''] = names
      return (value) => {
        const missing = Object.hasOwn(value, key) && (!Object.hasOwn(value, other) || value[other] === false)
        return missing ? `the key "${key}" needs the key "${other}" beside it` : null
      }
    }
  }
}
