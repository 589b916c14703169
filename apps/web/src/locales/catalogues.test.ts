import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage'
import { setupI18n } from '@lingui/core'
import type { Messages } from '@lingui/core'
import { expect, test } from 'vitest'

const SRC = join(import.meta.dirname, '..')
const LOCALES = ['en', 'zh-CN', 'sw'] as const
const CATALOGUES = Object.fromEntries(
  LOCALES.map((locale) => [
    locale,
    JSON.parse(readFileSync(join(import.meta.dirname, `${locale}.json`), 'utf8')) as Record<string, string>,
  ]),
)
const ENGLISH = CATALOGUES['en'] as Record<string, string>
/** Words that are the same in every language. */
const SAME = new Set(['EPSS', 'PostgreSQL', 'Webhook', 'CVE'])

function sources(): readonly string[] {
  return readdirSync(SRC, { recursive: true, withFileTypes: true })
    .filter(({ name }) => /\.tsx?$/.test(name) && !name.endsWith('.test.ts'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
}

/** Keys as they stand in the code: whole in quotes, or with a part filled in (`severity.${…}`). */
function keysInCode(): { readonly whole: ReadonlySet<string>; readonly patterns: readonly RegExp[] } {
  const text = sources().join('\n')
  const whole = new Set([...text.matchAll(/'([a-z-]+(?:\.[a-z0-9_:-]+)+)'/g)].map((match) => match[1] as string))
  const patterns = [...text.matchAll(/\bt\(\s*`([^`]+)`/g)].map((match) => {
    const pattern = (match[1] as string).split(/\$\{[^}]+\}/).map((part) => part.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`))
    return new RegExp(`^${pattern.join('.+')}$`)
  })
  return { whole, patterns }
}

/** Names of the values that a message takes, however deep in plurals. */
function placeholders(tokens: unknown): readonly string[] {
  if (!Array.isArray(tokens)) return []
  const found = new Set<string>()
  function walk(token: unknown): void {
    if (!Array.isArray(token)) return
    const [name, , choices] = token as [string, string?, unknown?]
    if (typeof name === 'string') found.add(name)
    if (typeof choices === 'object' && choices !== null)
      for (const choice of Object.values(choices)) if (Array.isArray(choice)) choice.forEach(walk)
  }
  tokens.forEach(walk)
  return [...found].toSorted()
}

test('every key that the code uses exists', () => {
  const { whole } = keysInCode()
  const areas = new Set(Object.keys(ENGLISH).map((key) => key.split('.')[0]))
  const used = sources().flatMap((text) => [...text.matchAll(/\bt\(\s*'([^']+)'/g)].map((match) => match[1] as string))
  expect(used.filter((key) => !(key in ENGLISH))).toEqual([])
  expect(used.length).toBeGreaterThan(400)
  expect([...whole].filter((key) => areas.has(key.split('.')[0]) && key.startsWith('nav.') && !(key in ENGLISH))).toEqual([])
})

test('no key is left over', () => {
  const { whole, patterns } = keysInCode()
  expect(Object.keys(ENGLISH).filter((key) => !whole.has(key) && !patterns.some((pattern) => pattern.test(key)))).toEqual([])
})

test('every language has every key, with the same values in it, and says it in its own words', () => {
  for (const locale of LOCALES) {
    const catalogue = CATALOGUES[locale] as Record<string, string>
    expect(Object.keys(catalogue).toSorted()).toEqual(Object.keys(ENGLISH).toSorted())
    const wrong: string[] = []
    for (const [key, message] of Object.entries(catalogue)) {
      const own = placeholders(compileMessageOrThrow(message))
      if (String(own) !== String(placeholders(compileMessageOrThrow(ENGLISH[key] ?? '')))) wrong.push(`${locale} ${key}: takes ${own}`)
      if (locale !== 'en' && message === ENGLISH[key] && !SAME.has(message)) wrong.push(`${locale} ${key}: not translated`)
      if (message.trim() === '') wrong.push(`${locale} ${key}: empty`)
    }
    expect(wrong).toEqual([])
  }
  console.log(`catalogues: ${Object.keys(ENGLISH).length} messages in ${LOCALES.length} languages`)
})

test('every message can be said, in every language, for none, one, two and many', () => {
  for (const locale of LOCALES) {
    const messages = Object.fromEntries(
      Object.entries(CATALOGUES[locale] ?? {}).map(([key, message]) => [key, compileMessageOrThrow(message)]),
    )
    const i18n = setupI18n({ locale, messages: { [locale]: messages as unknown as Messages } })
    const wrong: string[] = []
    for (const key of Object.keys(messages))
      for (const count of [0, 1, 2, 11, 1000]) {
        const values = Object.fromEntries(placeholders(messages[key]).map((name) => [name, count]))
        const said = i18n._(key, values)
        if (said === key || /[{}]|undefined|NaN/.test(said)) wrong.push(`${locale} ${key} ${count}: ${said}`)
      }
    expect(wrong).toEqual([])
  }
})

test('a pseudo-language keeps the values and loses every plain word', () => {
  for (const message of Object.values(ENGLISH)) {
    const pseudo = compileMessageOrThrow(message, (text) => text.replaceAll(/[a-z]/gi, 'ž'))
    expect(placeholders(pseudo)).toEqual(placeholders(compileMessageOrThrow(message)))
    expect(pseudo.filter((token) => typeof token === 'string' && /[a-z]/i.test(token))).toEqual([])
  }
})
