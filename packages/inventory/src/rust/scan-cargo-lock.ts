import type { CargoLockFile, LockedCrate } from './cargo-lock-file.ts'

/** `"text"` without an escape, as the value of a key or an item of a list. */
const STRING_LINE = /^(name|version|source|checksum) = "([^"\\]*)"$/
const ITEM_LINE = /^ "([^"\\]*)",$/
const CHECKSUM_LINE = /^"checksum ([^"\\]*)" = "([^"\\]*)"$/
const VERSION_LINE = /^version = (\d+)$/

type Draft = { -readonly [K in keyof LockedCrate]: LockedCrate[K] } & { dependencies: string[] }

/**
 * Reads a Cargo.lock that is written exactly as Cargo writes it, line by line and several times faster than TOML. null at the
 * first line of another shape or a key that stands twice: then the TOML reader has to judge.
 */
export function scanCargoLock(text: string): CargoLockFile | null {
  const crates: Draft[] = []
  const checksums = new Map<string, string>()
  let version = ''
  let crate: Draft | null = null
  let seen = ''
  let section: 'root' | 'package' | 'metadata' | 'list' = 'root'
  let line = 0
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    const content = text.slice(start, text.charCodeAt(end - 1) === 13 ? end - 1 : end)
    start = end + 1
    line++
    if (section === 'list') {
      if (content === ']') section = 'package'
      else {
        const item = ITEM_LINE.exec(content)?.[1]
        if (item === undefined) return null
        crate?.dependencies.push(item)
      }
      continue
    }
    if (content === '' || content.charCodeAt(0) === 35) continue
    if (content === '[[package]]') {
      if (section === 'metadata') return null
      crate = { name: '', version: '', source: '', checksum: '', dependencies: [], line }
      crates.push(crate)
      section = 'package'
      seen = ''
    } else if (content === '[metadata]') {
      if (section === 'metadata') return null
      section = 'metadata'
    } else if (section === 'package' && crate !== null) {
      if (content === 'dependencies = [') {
        if (seen.includes(' dependencies')) return null
        seen += ' dependencies'
        section = 'list'
        continue
      }
      const [, key, value] = STRING_LINE.exec(content) ?? []
      if (key === undefined || value === undefined || seen.includes(` ${key}`)) return null
      seen += ` ${key}`
      if (key === 'name') crate.line = line
      crate[key as 'name' | 'version' | 'source' | 'checksum'] = value
    } else if (section === 'metadata') {
      const [, key, value] = CHECKSUM_LINE.exec(content) ?? []
      if (key === undefined || value === undefined || checksums.has(key)) return null
      checksums.set(key, value)
    } else {
      const stated = VERSION_LINE.exec(content)?.[1]
      if (stated === undefined || version !== '') return null
      version = stated
    }
  }
  return section === 'list' ? null : { version, crates, checksums, unknown: [] }
}
