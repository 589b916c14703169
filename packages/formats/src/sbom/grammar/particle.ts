import { forVersion } from './version-mark.ts'

/** A piece of an element's content: one element, elements of other namespaces, or a group of pieces. */
export interface Particle {
  readonly kind: 'element' | 'foreign' | 'sequence' | 'choice'
  readonly name: string
  /** Type of an element. */
  readonly type: string
  readonly parts: readonly Particle[]
  readonly min: number
  readonly max: number
}

export interface ElementShape {
  readonly attributes: ReadonlyMap<string, { readonly type: string; readonly required: boolean }>
  /** Attributes the format does not name: none, of other namespaces, or any. */
  readonly moreAttributes: 'none' | 'foreign' | 'any'
  readonly content: Particle
  /** Type of the text where the element holds text only; empty otherwise. */
  readonly text: string
  readonly mixed: boolean
}

const OCCURS: Readonly<Record<string, readonly [min: number, max: number]>> = { '?': [0, 1], '*': [0, Infinity], '+': [1, Infinity] }

/** Parses the body of an element rule (notation: see `xmlGrammar`) for one version. */
export function elementShape(body: string, version: number): ElementShape {
  const attributes = new Map<string, { type: string; required: boolean }>()
  let moreAttributes: ElementShape['moreAttributes'] = 'none'
  let text = ''
  let mixed = false
  let at = 0

  const take = (stop: RegExp): string => {
    const start = at
    while (at < body.length && !stop.test(body[at] as string)) at++
    return body.slice(start, at)
  }
  const type = (): string => {
    if (body[at] !== '(') return take(/[\s?*+@)\]]/)
    const start = at
    at = body.indexOf(')', at) + 1
    return body.slice(start, at)
  }
  /** Reads what stands behind a piece: how often it may come and for which versions; null when not for this one. */
  const close = (part: Omit<Particle, 'min' | 'max'>): Particle | null => {
    const occurs = OCCURS[body[at] ?? '']
    if (occurs) at++
    const mark = body[at] === '@' ? take(/[\s)\]]/) : ''
    const [min, max] = occurs ?? [1, 1]
    return forVersion(`x${mark}`, version) === null ? null : { ...part, min, max }
  }
  const piece = (): Particle | null => {
    const char = body[at]
    if (char === '(' || char === '[') {
      at++
      const parts = pieces()
      at++
      return close({ kind: char === '(' ? 'sequence' : 'choice', name: '', type: '', parts })
    }
    if (char === '~') {
      at++
      return { kind: 'foreign', name: '', type: '', parts: [], min: 0, max: Infinity }
    }
    const name = take(/:/)
    at++
    return close({ kind: 'element', name, type: type(), parts: [] })
  }
  const attribute = (): void => {
    const token = forVersion(take(/\s/), version)
    if (token === null) return
    if (token === '@*') moreAttributes = 'foreign'
    else if (token === '@**') moreAttributes = 'any'
    else {
      const colon = token.indexOf(':')
      const required = token[colon - 1] === '!'
      attributes.set(token.slice(1, required ? colon - 1 : colon), { type: token.slice(colon + 1), required })
    }
  }
  const pieces = (): Particle[] => {
    const parts: Particle[] = []
    while (at < body.length && body[at] !== ')' && body[at] !== ']') {
      const char = body[at]
      if (char === ' ') at++
      else if (char === '@') attribute()
      else if (char === '%') {
        mixed = true
        at++
      } else if (char === '=') {
        at++
        text = forVersion(take(/\s/), version) ?? text
      } else {
        const part = piece()
        if (part) parts.push(part)
      }
    }
    return parts
  }

  const content: Particle = { kind: 'sequence', name: '', type: '', parts: pieces(), min: 1, max: 1 }
  return { attributes, moreAttributes, content, text, mixed }
}
