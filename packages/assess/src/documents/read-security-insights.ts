import { DocumentInvalid, readYaml, readYamlTree, textPlaces } from '@cupel/formats'
import type { YamlNode } from '@cupel/formats'
import type { Problem } from '@cupel/model'
import type { InsightsShape } from './security-insights-schema.ts'
import { SECURITY_INSIGHTS } from './security-insights-schema.ts'

export interface SecurityInsights {
  readonly path: string
  /** As the file states it; empty when it does not. */
  readonly version: string
  /** The file's content as plain data; keys as they stand there. */
  readonly value: unknown
  /** Line of the value at a path of keys and positions joined with dots; the file's first when it is not there. */
  readonly lineOf: (path: string) => number
  /** What breaks the schema, each with its line; empty for a valid file. */
  readonly problems: readonly Problem[]
}

const MAX_PROBLEMS = 100

/**
 * Reads a SECURITY-INSIGHTS file and holds it against schema 2.x. A file of version 1 is told to be one (`upgradeInsights` turns
 * it into the newer form); fields that the schema does not know are notes, since the schema is closed but grows.
 */
export function readSecurityInsights(text: string, path: string): SecurityInsights {
  const problems: Problem[] = []
  const place = textPlaces(text)
  const report = (node: YamlNode | undefined, detail: string, effect: Problem['effect'] = 'incomplete'): void => {
    if (problems.length < MAX_PROBLEMS)
      problems.push({
        code: 'malformed',
        effect,
        path,
        line: node === undefined ? 1 : place(node.offset).line,
        detail,
        by: 'security-insights',
      })
  }
  let root: YamlNode | undefined
  let value: unknown = null
  try {
    const documents = readYamlTree(text)
    root = documents[0]
    value = readYaml(text)[0] ?? null
    if (documents.length > 1) report(documents[1], 'the file holds a second document; only the first is read')
  } catch (error) {
    if (!(error instanceof DocumentInvalid)) throw error
    problems.push({
      code: 'malformed',
      effect: 'incomplete',
      path,
      line: Math.max(1, error.line),
      detail: error.message,
      by: 'security-insights',
    })
  }
  const version = child(child(root, 'header'), 'schema-version')?.text ?? ''
  if (root !== undefined) {
    if (version.startsWith('1.')) report(child(root, 'header'), `the file follows schema ${version}; version 2 is current`)
    else if (version !== '' && !version.startsWith('2.')) report(child(root, 'header'), 'the file names a schema version that is not known')
    else {
      check(root, SECURITY_INSIGHTS, '', report)
      if (child(root, 'project') === undefined && child(child(root, 'header'), 'project-si-source') === undefined)
        report(root, 'the section «project» is missing, and no «project-si-source» stands for it')
      if (child(root, 'repository') === undefined && child(root, 'project') === undefined)
        report(root, 'there is neither a project nor a repository section')
    }
  } else if (problems.length === 0) report(undefined, 'the file is empty')
  return { path, version, value, lineOf: (keys) => lineAt(root, keys, place), problems }
}

type Report = (node: YamlNode | undefined, detail: string, effect?: Problem['effect']) => void

function check(node: YamlNode, shape: InsightsShape, at: string, report: Report): void {
  const name = at === '' ? 'the file' : `«${at}»`
  if (node.kind === 'alias') return
  if (shape.kind === 'object') {
    if (node.kind !== 'mapping') return report(node, `${name} must be a mapping`)
    for (const field of Object.keys(shape.required)) if (child(node, field) === undefined) report(node, `${name} has no «${field}»`)
    for (const [key, value] of node.pairs) {
      const field = own(shape.required, key.text) ?? own(shape.optional, key.text)
      if (field === undefined) report(key, `${name} has a field that the schema does not know`, 'note')
      else check(value, field, at === '' ? key.text : `${at}.${key.text}`, report)
    }
    return
  }
  if (shape.kind === 'list') {
    if (node.kind !== 'sequence') return report(node, `${name} must be a list`)
    if (shape.filled && node.items.length === 0) report(node, `${name} must not be empty`)
    for (const [index, item] of node.items.entries()) check(item, shape.of, `${at}.${index}`, report)
    return
  }
  if (node.kind !== 'scalar') return report(node, `${name} must be a single value`)
  const fault = scalarFault(node, shape)
  if (fault !== undefined) report(node, `${name} ${fault}`)
}

function scalarFault({ text, value }: YamlNode, shape: Exclude<InsightsShape, { kind: 'object' | 'list' }>): string | undefined {
  switch (shape.kind) {
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'must be true or false'
    case 'url':
      return /^https?:\/\/\S{1,2000}$/.test(text) ? undefined : 'must be an address that begins with http:// or https://'
    case 'email':
      return /^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,}$/.test(text) ? undefined : 'must be an e-mail address'
    case 'date':
      return isDate(text) ? undefined : 'must be a date in the form YYYY-MM-DD'
    case 'version':
      return /^[1-9]+\.\d+\.\d+$/.test(text) ? undefined : 'must be a version in the form X.Y.Z'
    case 'one-of':
      return shape.values.includes(text) ? undefined : `must be one of ${shape.values.join(', ')}`
    case 'text':
      return typeof value === 'string' || typeof value === 'number' ? undefined : 'must be text'
  }
}

/** A day of the calendar: February has no thirtieth. */
function isDate(text: string): boolean {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (found === null) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

function lineAt(root: YamlNode | undefined, keys: string, place: (offset: number) => { readonly line: number }): number {
  let node = root
  for (const key of keys.split('.')) node = node?.kind === 'sequence' ? node.items[Number(key)] : child(node, key)
  return node === undefined ? 1 : place(node.offset).line
}

function child(node: YamlNode | undefined, key: string): YamlNode | undefined {
  return node?.pairs.find(([name]) => name.text === key)?.[1]
}

function own<T>(fields: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(fields, key) ? fields[key] : undefined
}
