import type { XmlElement } from '../../xml.ts'
import { matchContent } from './content-match.ts'
import type { FaultList, Trail } from './fault.ts'
import { elementShape } from './particle.ts'
import type { ElementShape } from './particle.ts'
import { TEXT_RULES } from './text-rule.ts'
import { jsonTypeTerm } from './type-term.ts'
import type { TypeTerm } from './type-term.ts'
import { grammarLines, grammarWords } from './version-mark.ts'

const XSI = 'http://www.w3.org/2001/XMLSchema-instance'
const XML = 'http://www.w3.org/XML/1998/namespace'

export interface XmlGrammar {
  /** Checks an element against a rule; lines of elements stand in the trail's keys as `name:line`. */
  check(element: XmlElement, rule: string, faults: FaultList): void
}

/**
 * Compiles a grammar of elements for one version. `name { … }` lists, in their order: attributes `@name!:type`, `@*`
 * attributes of other namespaces, `@**` any more attributes, child elements `name:type`, groups `(a b)` in this order,
 * `[a b]` one of them, `~` elements of other namespaces, `=type` text, `%` text between elements. `?` `*` `+` say how
 * often. Text types are those of `jsonGrammar`.
 */
export function xmlGrammar(text: string, version: number, namespace: string): XmlGrammar {
  const lines = new Map(grammarLines(text, version).map((line) => [line.name, line]))
  const shapes = new Map<string, ElementShape | null>()
  const texts = new Map<string, TextCheck>()

  const shapeOf = (rule: string): ElementShape | null => {
    let shape = shapes.get(rule)
    if (shape !== undefined) return shape
    const line = lines.get(rule)
    shape =
      line?.kind === 'shape' ? elementShape(line.body, version) : line?.kind === 'alias' && lines.has(line.body) ? shapeOf(line.body) : null
    shapes.set(rule, shape)
    return shape
  }
  const textOf = (type: string): TextCheck => {
    let check = texts.get(type)
    if (!check) texts.set(type, (check = fromTerm(jsonTypeTerm(type))))
    return check
  }
  const fromTerm = (term: TypeTerm): TextCheck => {
    if (term.kind === 'union') {
      const options = term.options.map(fromTerm)
      return { wanted: options.map((option) => option.wanted).join(' or '), test: (value) => options.some((option) => option.test(value)) }
    }
    if (term.kind !== 'name') throw new RangeError('a text has no items')
    if (term.bounds) return bounded(term.name, term.bounds)
    const line = lines.get(term.name)
    if (line?.kind === 'alias') return textOf(line.body)
    if (line?.kind === 'words') {
      const words = grammarWords(line.body, version)
      return {
        wanted: words.size > 12 ? 'one of the words the format lists' : `one of ${[...words].join(', ')}`,
        test: (value) => words.has(value.trim()),
      }
    }
    return scalar(term.name)
  }

  const check = (element: XmlElement, rule: string, parent: Trail | null, faults: FaultList): void => {
    const trail: Trail = { parent, key: `${element.name}:${element.line}` }
    const shape = shapeOf(rule)
    if (!shape) {
      if (rule === 'any') return
      checkAttributes(element, PLAIN, trail, faults)
      if (element.children.length > 0) faults.add(trail, 'content', `the element "${element.name}" holds text only`)
      checkText(element, rule, trail, faults)
      return
    }
    checkAttributes(element, shape, trail, faults)
    if (shape.text) {
      if (element.children.length > 0) faults.add(trail, 'content', `the element "${element.name}" holds text only`)
      checkText(element, shape.text, trail, faults)
      return
    }
    if (!shape.mixed && element.text.trim() !== '') faults.add(trail, 'content', `text is not expected in the element "${element.name}"`)
    const match = matchContent(shape.content, element.children, namespace)
    if (match.misfit !== -1) faults.add(trail, 'content', misfitMessage(element, match.misfit, match.expected))
    match.types.forEach((type, index) => {
      const child = element.children[index]
      if (child && type !== null) check(child, type, trail, faults)
    })
  }

  const checkAttributes = (
    element: XmlElement,
    shape: Pick<ElementShape, 'attributes' | 'moreAttributes'>,
    trail: Trail,
    faults: FaultList,
  ): void => {
    for (const [name, value] of element.attributes) {
      const known = shape.attributes.get(name)
      if (known) {
        const rule = textOf(known.type)
        if (!rule.test(value)) faults.add(trail, 'attribute', `the attribute "${name}" should be ${rule.wanted}`)
      } else if (shape.moreAttributes !== 'any')
        faults.add(trail, 'attribute', `the element "${element.name}" has an attribute that is not part of the format`)
    }
    for (const [name, { required }] of shape.attributes) {
      if (required && !element.attributes.has(name)) faults.add(trail, 'required', `the attribute "${name}" is missing`)
    }
    for (const name of element.foreign.keys()) {
      if (shape.moreAttributes !== 'none' || name.startsWith(`{${XSI}}`) || name.startsWith(`{${XML}}`)) continue
      faults.add(trail, 'attribute', `the element "${element.name}" has an attribute that is not part of the format`)
    }
  }

  const checkText = (element: XmlElement, type: string, trail: Trail, faults: FaultList): void => {
    const rule = textOf(type)
    if (!rule.test(element.text)) faults.add(trail, type, `the element "${element.name}" should hold ${rule.wanted}`)
  }

  return { check: (element, rule, faults) => check(element, rule, null, faults) }
}

interface TextCheck {
  readonly wanted: string
  test(text: string): boolean
}

const PLAIN: Pick<ElementShape, 'attributes' | 'moreAttributes'> = { attributes: new Map(), moreAttributes: 'none' }

function misfitMessage(element: XmlElement, index: number, expected: readonly string[]): string {
  const child = element.children[index]
  const wanted = expected.length > 0 && expected.length <= 6 ? `; expected: ${expected.join(', ')}` : ''
  if (!child) return `the element "${element.name}" ends where more is expected${wanted}`
  return `an element is not expected as child ${index + 1} of "${element.name}" (line ${child.line})${wanted}`
}

function scalar(name: string): TextCheck {
  if (name === 'any') return { wanted: 'a text', test: () => true }
  if (name === 'bool') return { wanted: 'true or false', test: (text) => /^\s*(?:true|false|1|0)\s*$/.test(text) }
  if (name === 'int' || name === 'num') return bounded(name, { min: -Infinity, max: Infinity })
  const rule = TEXT_RULES[name === 'date' || name === 'datetime' ? `x${name}` : name]
  if (!rule) throw new RangeError(`the grammar has no rule ${name}`)
  return name === 'str' ? rule : { wanted: rule.wanted, test: (text) => rule.test(text.trim()) }
}

function bounded(name: string, { min, max }: { min: number; max: number }): TextCheck {
  if (name === 'str') {
    return {
      wanted: `a text of ${Math.max(min, 0)} or more characters`,
      test: (text) => text.length >= min && Array.from(text.slice(0, 2 * max + 1)).length <= max,
    }
  }
  const pattern = name === 'int' ? /^[+-]?[0-9]+$/ : /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$/
  return {
    wanted: name === 'int' ? 'a whole number in its range' : 'a number in its range',
    test: (text) => pattern.test(text.trim()) && Number(text) >= min && Number(text) <= max,
  }
}
