import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const LOCALES = join(import.meta.dirname, '..', '..', 'apps', 'web', 'src', 'locales')

/** A message as the page says it, with its plain values filled in; messages with plurals are not for this. */
export function wordsOf(locale: string): (id: string, values?: Readonly<Record<string, string>>) => string {
  const messages = JSON.parse(readFileSync(join(LOCALES, `${locale}.json`), 'utf8')) as Record<string, string>
  return (id, values = {}) => {
    const message = messages[id]
    if (message === undefined) throw new Error(`there is no message ${id}`)
    return Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), message)
  }
}
