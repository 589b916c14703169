const VARIABLE = /\$(?:\$|([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?::?([-+?])([^{}$]*))?\})/g

/**
 * A text with `$name`, `${name}`, `${name:-default}` and `${name:+instead}` replaced, as Dockerfile and Compose do. null when a value is
 * missing or the text is not of this form.
 */
export function expandVariables(text: string, values: ReadonlyMap<string, string>): string | null {
  let missing = false
  const expanded = text.replace(VARIABLE, (_, bare?: string, braced?: string, sign?: string, other = '') => {
    const value = values.get(bare ?? braced ?? '')
    if (sign === '+') return value === undefined || value === '' ? '' : other
    if (value !== undefined && value !== '') return value
    if (sign === '-') return other
    missing = true
    return ''
  })
  return missing || expanded.includes('$') ? null : expanded
}

/** What stands before a tag or digest that holds a variable (`python:${VERSION}`); empty when the name is not whole. */
export function nameBeforeTag(reference: string): string {
  return /^([^$:@]+(?::\d+\/[^$:@]+)?)[:@][^:@]*\$/.exec(reference)?.[1] ?? ''
}
