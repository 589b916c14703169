import type { Facts } from '../facts/facts.ts'
import { reading } from '../facts/reading.ts'
import type { Section } from './document-sections.ts'
import { documentSections } from './document-sections.ts'
import { isThirdParty } from './source-kind.ts'

export type DocumentRole =
  | 'readme'
  | 'contributing'
  | 'security'
  | 'changelog'
  | 'governance'
  | 'maintainers'
  | 'conduct'
  | 'support'
  | 'roadmap'
  | 'release'
  | 'architecture'
  | 'install'
  | 'template'
  | 'other'

export interface ProjectDocument {
  readonly path: string
  readonly role: DocumentRole
  readonly sections: readonly Section[]
}

const PROSE = /\.(?:md|markdown|mdx|rst|adoc|asciidoc|txt|org|rdoc|pod)$/
/** Folders where a project's own documents are kept. */
const PLACES = /^(?:|\.github|\.gitlab|docs?|documentation|guides?|site|website|community|\.project|security|policies|sig-[a-z-]+)$/
const ROLES: readonly (readonly [DocumentRole, RegExp])[] = [
  ['template', /(?:^|\/)(?:issue_template|pull_request_template|merge_request_templates?|issue_templates?|archetypes)(?:[./]|$)/],
  ['readme', /^(?:\.github\/|docs?\/)?readme(?:[._-](?:en|rst|md|source))*$/],
  [
    'contributing',
    /(?:^|\/)(?:contributing|contribute|contributing-guide|contributors-guide|contribution|hacking|developing|development|developer[_-]?guide|submitting[_-]?patches|patches)$/,
  ],
  [
    'security',
    /(?:^|\/)(?:security|security[-_]policy|security[-_]process|vuln-disclosure|disclosing-security|reporting[-_]vulnerabilit(?:y|ies)|vulnerabilit(?:y|ies)|vulnerability[-_]disclosure(?:[-_]policy)?|security-disclosure)$/,
  ],
  ['changelog', /(?:^|\/)(?:changelog|changes|history|news|release[-_]?notes|whatsnew|changelog-.{1,20})$/],
  ['governance', /(?:^|\/)governance$/],
  ['maintainers', /(?:^|\/)(?:maintainers|owners|codeowners|committers|authors|credits|steering.{0,20})$/],
  ['conduct', /(?:^|\/)code[-_]?of[-_]?conduct$/],
  ['support', /(?:^|\/)(?:support|support[-_]policy|supported[-_](?:versions|releases)|versions?[-_]support)$/],
  ['roadmap', /(?:^|\/)(?:roadmap|todo)$/],
  ['release', /(?:^|\/)(?:releas(?:e|es|ing)|release[-_](?:process|procedure|policy))$/],
  ['architecture', /(?:^|\/)(?:(?:.{0,30}[-_])?architecture(?:[-_].{0,20})?|design|system[-_]design)$/],
  ['install', /(?:^|\/)(?:install|installation|installing|building|build|getting[-_]?started|quick[-_]?start|setup)$/],
]
/** Files of machines that end like prose. */
const NO_PROSE =
  /^(?:cmakelists|(?:dev-|test-|docs-)?requirements.*|constraints|robots|humans|licen[cs]es?.*|copying.*|notice|manifest|words?list.*|.*wordlist.*|dictionary|spelling.*|version|vendor|cname|whitelist|allowlist|exclude|ignore|llms(?:-.*)?|claude|agents|gemini|copilot-instructions)$/
const MAX_DOCUMENTS = 600
const MAX_CHARACTERS = 3_000_000

/** What the project itself says: its documents by role, the root first; not those of vendored code, tests and examples. */
export const projectDocuments: (facts: Facts) => readonly ProjectDocument[] = reading(({ files }) => {
  const found: { path: string; role: DocumentRole; depth: number }[] = []
  for (const path of files.paths) {
    const lower = path.toLowerCase()
    const stem = lower.replace(PROSE, '')
    const slash = path.lastIndexOf('/')
    const folder = lower.slice(0, Math.max(0, slash))
    const name = stem.slice(slash + 1)
    const prose = stem !== lower
    if (isThirdParty(lower) || NO_PROSE.test(name)) continue
    const role = ROLES.find(([, pattern]) => pattern.test(stem))?.[0] ?? 'other'
    if (!prose && (role === 'other' || slash !== -1)) continue
    const top = folder.split('/')[0] ?? ''
    if (slash !== -1 && !PLACES.test(top)) continue
    found.push({ path, role, depth: path.split('/').length })
  }
  found.sort((a, b) => a.depth - b.depth || Number(a.role === 'other') - Number(b.role === 'other') || (a.path < b.path ? -1 : 1))
  const documents: ProjectDocument[] = []
  let characters = 0
  for (const { path, role } of found) {
    if (documents.length >= MAX_DOCUMENTS || characters > MAX_CHARACTERS) break
    const text = files.text(path)
    if (text === null || text.includes('\0')) continue
    characters += text.length
    documents.push({ path, role, sections: documentSections(text.slice(0, 400_000)) })
  }
  return documents
})
