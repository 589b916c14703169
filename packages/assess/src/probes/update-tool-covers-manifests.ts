import { DocumentInvalid, readYaml } from '@cupel/formats'
import { no, notApplicable, undeclared, unseen, yes } from '../documents/answer.ts'
import { manifestFolders } from '../documents/manifest-folders.ts'
import { defineProbe } from '../probe.ts'

const DEPENDABOT = ['.github/dependabot.yml', '.github/dependabot.yaml']
const RENOVATE = /^(?:\.github\/|\.gitlab\/)?(?:\.?renovate(?:rc)?(?:\.json5?)?)$/
const NAMES: ReadonlyMap<string, string> = new Map([
  ['npm', 'npm'],
  ['bun', 'npm'],
  ['pip', 'PyPI'],
  ['uv', 'PyPI'],
  ['cargo', 'crates.io'],
  ['gomod', 'Go'],
  ['maven', 'Maven'],
  ['gradle', 'Maven'],
  ['sbt', 'Maven'],
  ['bundler', 'RubyGems'],
  ['composer', 'Packagist'],
  ['nuget', 'NuGet'],
  ['dotnet-sdk', 'NuGet'],
  ['mix', 'Hex'],
  ['pub', 'Pub'],
  ['swift', 'SwiftURL'],
])

export default defineProbe({
  id: 'updateToolCoversManifests',
  title: 'Does the update bot cover every manifest?',
  remediation: { text: 'Add an entry to .github/dependabot.yml for each folder with a manifest, or use Renovate', effort: 'low' },
  run(facts) {
    const folders = manifestFolders(facts)
    const renovate = facts.files.paths.find((path) => RENOVATE.test(path))
    if (renovate !== undefined) return yes('Renovate finds every manifest by itself', [{ path: renovate }], { tool: 'Renovate' })
    const path = DEPENDABOT.find((one) => facts.files.has(one))
    if (path === undefined)
      return folders.length === 0
        ? notApplicable('There is no package manifest', [{ path: '.' }])
        : no(
            'No update bot is configured',
            folders.slice(0, 3).map((one) => ({ path: one.path })),
          )
    let covered: readonly { readonly ecosystem: string; readonly folders: readonly string[] }[]
    try {
      covered = entries(readYaml(facts.files.text(path) ?? '')[0])
    } catch (error) {
      if (!(error instanceof DocumentInvalid)) throw error
      return unseen({ what: 'evidence', detail: `${path} is no valid YAML`, remedy: 'mend the file' }, [
        { path, line: Math.max(1, error.line) },
      ])
    }
    const open = folders.filter(
      ({ ecosystem, folder }) =>
        !covered.some((entry) => entry.ecosystem === ecosystem && entry.folders.some((one) => matches(one, folder, ecosystem))),
    )
    if (open.length > 0)
      return no(
        `${open.length} of ${folders.length} folders with manifests are not covered`,
        open.slice(0, 5).map((one) => ({ path: one.path })),
      )
    if (folders.length === 0) return undeclared('Dependabot is set up, and no manifest of a package ecosystem was found')
    return yes(`Dependabot covers all ${folders.length} folders with manifests`, [{ path }], { tool: 'Dependabot' })
  },
})

function entries(root: unknown): { ecosystem: string; folders: string[] }[] {
  const updates = member(root, 'updates')
  if (!Array.isArray(updates)) return []
  return updates.map((update: unknown) => {
    const directories = member(update, 'directories')
    const folders = Array.isArray(directories) ? directories.map(String) : [String(member(update, 'directory') ?? '/')]
    return { ecosystem: NAMES.get(String(member(update, 'package-ecosystem'))) ?? '', folders }
  })
}

/** Tools that find the members of a workspace by themselves. */
const WORKSPACES: ReadonlySet<string> = new Set(['npm', 'crates.io', 'Maven', 'NuGet'])

/** Dependabot's globs: a star is one level, two are any. */
function matches(pattern: string, folder: string, ecosystem: string): boolean {
  const clean = pattern.replace(/^\/+|\/+$/g, '').replace(/^\.$/, '')
  if (!clean.includes('*')) return folder === clean || (WORKSPACES.has(ecosystem) && (clean === '' || folder.startsWith(`${clean}/`)))
  const parts = clean.split('/')
  const have = folder.split('/')
  for (let at = 0; at < parts.length; at++) {
    if (parts[at] === '**') return true
    if (have[at] === undefined || (parts[at] !== '*' && !oneLevel(parts[at] ?? '', have[at] ?? ''))) return false
  }
  return have.length === parts.length
}

function oneLevel(pattern: string, name: string): boolean {
  const [start = '', end = ''] = pattern.split('*')
  return pattern.includes('*') ? name.startsWith(start) && name.endsWith(end) && name.length >= start.length + end.length : name === pattern
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}
