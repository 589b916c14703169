import type { Place } from '../outcome.ts'
import type { Section } from './document-sections.ts'
import type { DocumentRole, ProjectDocument } from './project-documents.ts'

/** What to look for in a project's documents; any of the three is enough. */
export interface ProseQuery {
  /** Documents whose headings and statements count; default all but templates and change logs. */
  readonly roles?: readonly DocumentRole[]
  /** Documents that do not count, by their paths in lower case. */
  readonly except?: RegExp
  /** A whole document that is about it, by its path in lower case. */
  readonly files?: RegExp
  /** A section that is about it, by its heading. */
  readonly headings?: RegExp
  /** A paragraph that says it. */
  readonly statements?: readonly RegExp[]
  /** Words that a document or section needs; one that only links elsewhere needs three. Default 12. */
  readonly minWords?: number
  /** Look for statements in blocks of code too. */
  readonly code?: boolean
}

export interface ProseHit {
  readonly place: Place
  readonly by: 'file' | 'heading' | 'statement'
}

const MAX_HITS = 5

/** Places of the documents that answer the query, whole documents first. */
export function findProse(documents: readonly ProjectDocument[], query: ProseQuery): readonly ProseHit[] {
  const { files, headings, statements = [], minWords = 12 } = query
  const hits: ProseHit[] = []
  if (files !== undefined) {
    for (const { path, sections } of documents) {
      if (!files.test(path.toLowerCase())) continue
      if (isSubstantial(sections, minWords)) hits.push({ place: { path, line: 1 }, by: 'file' })
    }
  }
  for (const document of documents) {
    if (hits.length >= MAX_HITS) break
    if (query.except?.test(document.path.toLowerCase()) === true) continue
    if (query.roles === undefined ? document.role === 'template' || document.role === 'changelog' : !query.roles.includes(document.role))
      continue
    if (headings !== undefined) hits.push(...headingHits(document, headings, minWords))
    for (const section of document.sections) {
      for (const { text, line, code } of section.paragraphs) {
        if (code && query.code !== true) continue
        const found = statements.find((statement) => statement.test(text))
        if (found === undefined) continue
        hits.push({ place: { path: document.path, line, snippet: snippetOf(text, found) }, by: 'statement' })
      }
    }
  }
  return hits.slice(0, MAX_HITS)
}

function headingHits({ path, sections }: ProjectDocument, headings: RegExp, minWords: number): readonly ProseHit[] {
  return sections.flatMap((section, at): readonly ProseHit[] => {
    if (section.heading === '' || !headings.test(section.heading)) return []
    const end = sections.findIndex(({ level }, other) => other > at && level <= section.level)
    const whole = sections.slice(at, end === -1 ? sections.length : end)
    if (!isSubstantial(whole, minWords)) return []
    return [{ place: { path, line: section.line, snippet: cleanSnippet(section.heading) }, by: 'heading' }]
  })
}

function isSubstantial(sections: readonly Section[], minWords: number): boolean {
  let words = 0
  let links = false
  for (const { paragraphs } of sections) {
    for (const { text } of paragraphs) {
      words += text.split(/\s+/, minWords + 1).length
      links ||= /https?:\/\/|\]\(|<[^\s<>]+>`_|\.(?:md|rst|html)\b/.test(text)
      if (words >= minWords || (links && words >= 3)) return true
    }
  }
  return false
}

function snippetOf(text: string, pattern: RegExp): string {
  const at = pattern.exec(text)?.index ?? 0
  return cleanSnippet(text.slice(Math.max(0, at - 40), at + 160))
}

/** At most 200 characters of evidence on one line, without control characters. */
export function cleanSnippet(text: string): string {
  return text
    .slice(0, 400)
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
    .slice(0, 200)
}
