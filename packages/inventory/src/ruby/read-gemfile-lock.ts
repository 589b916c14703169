import type { LineFault } from '../text/report-faults.ts'
import type { GemfileLockFile, GemSource, LockedGem } from './gemfile-lock-file.ts'

const SOURCES: ReadonlySet<string> = new Set(['GEM', 'GIT', 'PATH', 'PLUGIN SOURCE'])
/** Sections that may stand only once, and what is of no interest in them. */
const SINGLE: ReadonlySet<string> = new Set(['DEPENDENCIES', 'PLATFORMS', 'CHECKSUMS', 'RUBY VERSION', 'BUNDLED WITH'])

type DraftGem = { -readonly [K in keyof LockedGem]: LockedGem[K] } & { dependencies: string[] }
type GemText = Pick<LockedGem, 'name' | 'version' | 'platform'>
type DraftSource = { -readonly [K in keyof GemSource]: GemSource[K] }

/**
 * Reads a Gemfile.lock: sections at the margin, attributes at two spaces, gems at four, what they need at six. Never throws;
 * lines of another shape are faults.
 */
export function readGemfileLock(text: string): GemfileLockFile {
  const gems: DraftGem[] = []
  const direct: GemfileLockFile['direct'][number][] = []
  const checksums = new Map<string, string[]>()
  const sections = new Set<string>()
  const faults: LineFault[] = []
  let bundler = ''
  let section = ''
  let source: DraftSource | null = null
  let line = 0

  function header(name: string): void {
    section = name
    source = SOURCES.has(name) ? { kind: name as GemSource['kind'], remote: '', revision: '' } : null
    if (source === null && !SINGLE.has(name)) faults.push({ what: `section ${name}`, line, kind: 'unknown' })
    else if (sections.has(name) && source === null) faults.push({ what: `a second section ${name}`, line, kind: 'malformed' })
    sections.add(name)
  }
  function addGem({ name, version, platform }: GemText, from: DraftSource): void {
    gems.push({ name, version, platform, dependencies: [], source: from, line })
  }
  function sourceLine(content: string, indent: number, from: DraftSource): void {
    const colon = content.indexOf(':')
    const gem = indent === 4 || indent === 6 ? gemOf(content) : null
    if (indent === 2 && colon > 0) {
      const value = content.slice(colon + 1).trim()
      if (content.startsWith('remote:')) from.remote ||= value
      else if (content.startsWith('revision:')) from.revision = value
    } else if (gem !== null && indent === 4 && /^[\w.+]*$/.test(gem.version)) addGem(gem, from)
    else if (gem !== null && indent === 6 && gems.length > 0) gems.at(-1)?.dependencies.push(gem.name)
    else faults.push({ what: content, line, kind: 'malformed' })
  }
  function singleLine(content: string): void {
    const gem = section === 'DEPENDENCIES' || section === 'CHECKSUMS' ? gemOf(content) : null
    if (section === 'BUNDLED WITH') bundler = content
    else if (section === 'DEPENDENCIES') {
      if (gem === null) faults.push({ what: content, line, kind: 'malformed' })
      else direct.push({ name: gem.name, line })
    } else if (section === 'CHECKSUMS' && gem !== null) {
      const key = `${gem.name} ${gem.version}`
      const known = checksums.get(key) ?? []
      const close = content.indexOf(')')
      checksums.set(key, known)
      known.push(
        ...content
          .slice(close + 1)
          .split(',')
          .map((checksum) => checksum.trim()),
      )
    }
  }

  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start)
    const raw = text.slice(start, newline < 0 ? text.length : newline)
    start = newline < 0 ? text.length : newline + 1
    line++
    const content = raw.trim()
    if (content === '') continue
    const indent = raw.length - raw.trimStart().length
    if (indent === 0) {
      if (!/^(?:<{7}|={7}|>{7}|\|{7})/.test(content)) header(content)
    } else if (source !== null) sourceLine(content, indent, source)
    else singleLine(content)
  }
  return { gems, direct, checksums, bundler, sections, faults }
}

/** `name (version[-platform])`, `name (constraint)`, `name!`, `name`. */
function gemOf(content: string): GemText | null {
  const open = content.indexOf(' (')
  const name = (open < 0 ? content : content.slice(0, open)).replace(/!$/, '')
  if (!/^[A-Za-z0-9._-]+$/.test(name)) return null
  if (open < 0) return { name, version: '', platform: '' }
  const close = content.indexOf(')', open)
  if (close < 0) return null
  const stated = content.slice(open + 2, close)
  const dash = stated.indexOf('-')
  return dash < 0 ? { name, version: stated, platform: '' } : { name, version: stated.slice(0, dash), platform: stated.slice(dash + 1) }
}
