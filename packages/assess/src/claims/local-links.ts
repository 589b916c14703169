import type { Facts } from '../facts/facts.ts'
import { reading } from '../facts/reading.ts'
import { projectDocuments } from '../documents/project-documents.ts'
import type { DocumentRole } from '../documents/project-documents.ts'

export interface LocalLink {
  readonly document: string
  readonly role: DocumentRole
  readonly line: number
  readonly text: string
  /** Path in the tree that the link means. */
  readonly target: string
}

const MARKDOWN = /\[([^[\]\n]{1,200})\]\(\s*<?([^()\s<>]{1,400})>?(?:\s+"[^"]{0,200}")?\)/g
const MAX_LINKS = 5_000

/** Links of the project's Markdown documents to files of the tree: relative ones, and addresses of its own repository. */
export const localLinks: (facts: Facts) => readonly LocalLink[] = reading((facts) => {
  const links: LocalLink[] = []
  const { url } = facts.project
  for (const { path, role, sections } of projectDocuments(facts)) {
    if (!/\.(?:md|markdown)$/i.test(path) || role === 'template' || role === 'changelog') continue
    for (const { paragraphs } of sections) {
      for (const { text, line, code } of paragraphs) {
        if (code || links.length >= MAX_LINKS) continue
        for (const [, label = '', address = ''] of text.matchAll(MARKDOWN)) {
          const target = targetOf(address, path, url)
          if (target !== undefined) links.push({ document: path, role, line, text: label, target })
        }
      }
    }
  }
  return links
})

function targetOf(address: string, document: string, url: string): string | undefined {
  const plain = address.split(/[?#]/)[0] ?? ''
  if (url !== '' && address.startsWith(`${url}/blob/`)) {
    const own = /^(?:main|master|HEAD)\/(.+)$/.exec(plain.slice(url.length + 6))?.[1]
    return own === undefined ? undefined : decode(own)
  }
  if (plain === '' || /^[a-z][a-z0-9+.-]*:|^\/\/|^mailto|^[{$%]|[{}<>*]/i.test(plain)) return undefined
  const parts = plain.startsWith('/') ? [] : document.split('/').slice(0, -1)
  for (const part of plain.split('/')) {
    if (part === '..') {
      // A link above the root leads to a page of the forge.
      if (parts.length === 0) return undefined
      parts.pop()
    } else if (part !== '' && part !== '.') parts.push(part)
  }
  return decode(parts.join('/'))
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
