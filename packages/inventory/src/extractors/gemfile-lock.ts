import type { Hash, Scope } from '@cupel/model'
import { nameOf } from '@cupel/source'
import { addCandidate } from '../candidates.ts'
import { defineExtractor } from '../extractor.ts'
import type { Collector, NodeId } from '../extractor.ts'
import type { GemfileLockFile, LockedGem } from '../ruby/gemfile-lock-file.ts'
import { gemfileGroups } from '../ruby/gemfile-groups.ts'
import { readGemfileLock } from '../ruby/read-gemfile-lock.ts'
import { spreadScopes } from '../spread-scopes.ts'
import type { ScopedEdge } from '../spread-scopes.ts'
import { reportConflict } from '../text/conflict-marker.ts'
import { reportUnlisted } from '../text/report-unlisted.ts'
import type { Unlisted } from '../text/report-unlisted.ts'
import { hexHash } from '../text/digest.ts'
import { reportFaults } from '../text/report-faults.ts'
import { vcsUrl } from '../text/vcs-url.ts'
import { writeEdges } from '../write-edges.ts'

const NO_SCOPES: readonly Scope[] = []
const PLUGIN_SCOPES: readonly Scope[] = ['build']
const NO_HASHES: readonly Hash[] = []

const MANIFESTS: Readonly<Record<string, string>> = {
  'Gemfile.lock': 'Gemfile',
  'Gemfile.next.lock': 'Gemfile',
  'gems.locked': 'gems.rb',
}

/**
 * Bundler's lock. A gem locked for several platforms is one component; groups come from the plain statements of the Gemfile
 * beside it.
 */
export default defineExtractor({
  id: 'gemfile-lock',
  title: 'Bundler lock (Gemfile.lock, gems.locked)',
  type: 'gem',
  kind: 'lock',
  files: ['gems.locked'],
  suffixes: ['.gemfile.lock'],
  affixes: [['Gemfile', '.lock']],
  extract(input, out) {
    const text = input.text()
    reportConflict(text, out)
    const lock = readGemfileLock(text)
    reportFaults(out, lock.faults, 'Gemfile.lock')
    if (!lock.sections.has('DEPENDENCIES')) out.problem({ code: 'malformed', detail: 'no section DEPENDENCIES: the file may be truncated' })
    out.format(lock.bundler)
    out.entries(lock.gems.length)
    const name = nameOf(input.path)
    const manifest = input.read(MANIFESTS[name] ?? name.slice(0, -'.lock'.length))
    const groups = manifest === null ? null : gemfileGroups(manifest)

    const project = out.project({})
    const projects = [project]
    const components = new Map<string, NodeId>()
    const byName = new Map<string, NodeId[]>()
    const nodes = lock.gems.map((gem) => {
      const key = `${gem.name} ${gem.version} ${gem.source.revision}`
      let node = components.get(key)
      if (node !== undefined) out.skip('platform of a listed gem')
      else if (gem.source.kind === 'PATH') {
        out.skip('local path')
        node = out.project({ name: gem.name, version: gem.version, folder: gem.source.remote })
        projects.push(node)
      } else {
        node = addGem(gem, lock, out)
        components.set(key, node)
      }
      addCandidate(byName, gem.name, node)
      return node
    })

    const edges: ScopedEdge[] = []
    const missing: { readonly name: string; readonly line: number }[] = []
    for (const wanted of lock.direct) {
      if (!byName.has(wanted.name) && wanted.name !== 'bundler') missing.push(wanted)
      for (const to of byName.get(wanted.name) ?? []) {
        for (const scope of groups?.get(wanted.name) ?? (['runtime'] as const)) edges.push([project, to, scope])
      }
    }
    const unlisted: Unlisted[] = []
    for (const [at, gem] of lock.gems.entries()) {
      for (const wanted of gem.dependencies) {
        // Bundler does not lock itself.
        if (!byName.has(wanted) && wanted !== 'bundler') unlisted.push({ by: gem.name, name: wanted, line: gem.line })
        for (const to of byName.get(wanted) ?? []) edges.push([nodes[at] as NodeId, to, 'runtime'])
      }
    }
    reportMissing(missing, lock, out)
    reportUnlisted(unlisted, out)
    writeEdges(out, edges)
    spreadScopes(out, components.values(), { projects: [project], edges })
  },
})

/** Bundler locks what it lists; only gems of other platforms may be named and not locked. */
function reportMissing(missing: readonly { readonly name: string; readonly line: number }[], lock: GemfileLockFile, out: Collector): void {
  const [first] = missing
  if (first === undefined) return
  const more = missing.length === 1 ? '' : ` (and ${missing.length - 1} more)`
  const effect = lock.gems.length === 0 ? 'incomplete' : 'note'
  out.problem({ code: 'malformed', effect, line: first.line, detail: `${first.name} is asked for and not locked${more}` })
}

function addGem(gem: LockedGem, lock: GemfileLockFile, out: Collector): NodeId {
  const { kind, remote, revision } = gem.source
  const { name, version, line } = gem
  const scopes = kind === 'PLUGIN SOURCE' ? PLUGIN_SCOPES : NO_SCOPES
  const checksums = lock.checksums.get(`${name} ${version}`)
  const hashes = checksums === undefined ? NO_HASHES : hashesOf(checksums)
  if (kind !== 'GIT') return out.component({ name, version, line, scopes, hashes })
  return out.component({ name, version, line, scopes, hashes, qualifiers: { vcs_url: vcsUrl('git', remote, revision) } })
}

function hashesOf(checksums: readonly string[]): readonly Hash[] {
  return checksums.flatMap((checksum) => (checksum.startsWith('sha256=') ? hexHash('sha256', checksum.slice('sha256='.length)) : []))
}
