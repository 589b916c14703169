import type { JsonValue } from '../encoding/json-value.ts'
import { asArray, asString } from '../encoding/json-value.ts'
import { Refused } from '../verdict/refused.ts'

export type ArtifactKind = 'materials' | 'products'

/** One rule over the materials or products of a step (in-toto specification 1.0, section 4.3.3). */
export type ArtifactRule =
  | { readonly kind: 'create' | 'delete' | 'modify' | 'allow' | 'disallow' | 'require'; readonly pattern: string; readonly text: string }
  | {
      readonly kind: 'match'
      readonly pattern: string
      readonly sourcePrefix: string
      readonly of: ArtifactKind
      readonly destinationPrefix: string
      readonly step: string
      readonly text: string
    }

const SIMPLE = ['create', 'delete', 'modify', 'allow', 'disallow', 'require'] as const

/** Reads one rule, a list of words. Refuses words that make no rule. */
export function readArtifactRule(value: JsonValue): ArtifactRule {
  const words = asArray(value, 'An artifact rule').map((word) => asString(word, 'A word of an artifact rule'))
  const text = words.join(' ')
  const keyword = words[0]?.toLowerCase()
  const simple = SIMPLE.find((kind) => kind === keyword)
  if (simple !== undefined && words.length === 2) return { kind: simple, pattern: words[1] ?? '', text }
  if (keyword === 'match') return readMatch(words, text)
  throw new Refused('malformed', 'An artifact rule is not one', { found: text })
}

/** `MATCH pattern [IN prefix] WITH MATERIALS|PRODUCTS [IN prefix] FROM step` */
function readMatch(words: readonly string[], text: string): ArtifactRule {
  const rest = words.slice(2)
  const take = (keyword: string): string | undefined => {
    if (rest[0]?.toLowerCase() !== keyword || rest.length < 2) return undefined
    return rest.splice(0, 2)[1]
  }
  const sourcePrefix = take('in')
  const of = take('with')?.toLowerCase()
  const destinationPrefix = take('in')
  const step = take('from')
  if ((of !== 'materials' && of !== 'products') || step === undefined || rest.length > 0) {
    throw new Refused('malformed', 'A match rule is not one', { found: text })
  }
  const pattern = words[1] ?? ''
  return { kind: 'match', pattern, of, step, text, sourcePrefix: folder(sourcePrefix), destinationPrefix: folder(destinationPrefix) }
}

function folder(prefix: string | undefined): string {
  return prefix === undefined || prefix === '' || prefix.endsWith('/') ? (prefix ?? '') : `${prefix}/`
}
