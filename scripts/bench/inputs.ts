import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Names that are in both advisory sets at vulnerable versions, so that a bench also pays for findings. */
const KNOWN: readonly (readonly [name: string, version: string])[] = [
  ['lodash', '4.17.15'],
  ['minimist', '1.2.0'],
  ['axios', '0.21.0'],
  ['express', '4.16.0'],
  ['qs', '6.5.1'],
  ['debug', '2.6.8'],
  ['ansi-regex', '3.0.0'],
  ['semver', '5.7.0'],
  ['json5', '1.0.1'],
  ['y18n', '4.0.0'],
  ['node-fetch', '2.6.0'],
  ['ws', '7.4.0'],
  ['tar', '4.4.8'],
  ['glob-parent', '5.1.1'],
  ['path-parse', '1.0.6'],
  ['trim', '0.0.1'],
  ['handlebars', '4.5.0'],
  ['marked', '0.3.6'],
]

/** A small deterministic generator (mulberry32), so that every run benches the same bytes. */
export function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const SYLLABLES = [
  'ab',
  'co',
  'dex',
  'fi',
  'gra',
  'hub',
  'jo',
  'ka',
  'lint',
  'mo',
  'node',
  'pack',
  'qu',
  'res',
  'str',
  'tok',
  'util',
  'vue',
  'web',
  'zip',
]

interface Made {
  readonly name: string
  readonly version: string
  readonly integrity: string
}

function packages(count: number, random: () => number): Made[] {
  const made = new Map<string, Made>()
  for (const [name, version] of KNOWN) made.set(name, { name, version, integrity: integrity(random) })
  const word = (): string => SYLLABLES[Math.floor(random() * SYLLABLES.length)] as string
  while (made.size < count) {
    const plain = `${word()}${word()}-${word()}${random() < 0.5 ? word() : ''}`
    const name = random() < 0.25 ? `@${word()}${word()}/${plain}` : plain
    const part = (top: number): number => Math.floor(random() * top)
    made.set(name, { name, version: `${part(9)}.${part(30)}.${part(20)}`, integrity: integrity(random) })
  }
  return [...made.values()]
}

function integrity(random: () => number): string {
  return 'sha512-' + Buffer.from(Array.from({ length: 64 }, () => Math.floor(random() * 256))).toString('base64')
}

/** A package-lock v3 of `entries` packages with edges, flags and integrity like a real one's. */
export function packageLock(entries: number, seed = 1): string {
  const random = randomOf(seed)
  const made = packages(entries, random)
  const pick = (): Made => made[Math.floor(random() * made.length)] as Made
  const some = (most: number): Record<string, string> =>
    Object.fromEntries(Array.from({ length: Math.floor(random() * most) }, pick).map(({ name, version }) => [name, `^${version}`]))
  const tree: Record<string, unknown> = {
    '': {
      name: 'bench',
      version: '1.0.0',
      dependencies: Object.fromEntries(made.slice(0, 60).map(({ name, version }) => [name, `^${version}`])),
    },
  }
  for (const one of made) {
    tree[`node_modules/${one.name}`] = {
      version: one.version,
      integrity: one.integrity,
      ...(random() < 0.4 ? { dev: true } : {}),
      license: 'MIT',
      dependencies: some(6),
      engines: { node: '>=14' },
    }
  }
  return JSON.stringify({ name: 'bench', version: '1.0.0', lockfileVersion: 3, requires: true, packages: tree }, null, 2) + '\n'
}

/** A pnpm-lock 9.0 of `entries` packages. */
export function pnpmLock(entries: number, seed = 2): string {
  const random = randomOf(seed)
  const made = packages(entries, random)
  const quoted = (text: string): string => (text.startsWith('@') ? `'${text}'` : text)
  const lines = [
    "lockfileVersion: '9.0'",
    '',
    'settings:',
    '  autoInstallPeers: true',
    '  excludeLinksFromLockfile: false',
    '',
    'importers:',
    '',
    '  .:',
    '    dependencies:',
  ]
  for (const { name, version } of made.slice(0, 60))
    lines.push(`      ${quoted(name)}:`, `        specifier: ^${version}`, `        version: ${version}`)
  lines.push('', 'packages:', '')
  for (const { name, version, integrity: hash } of made)
    lines.push(`  ${quoted(`${name}@${version}`)}:`, `    resolution: {integrity: ${hash}}`, `    engines: {node: '>=14'}`, '')
  lines.push('snapshots:', '')
  for (const { name, version } of made) {
    const needs = Array.from({ length: Math.floor(random() * 5) }, () => made[Math.floor(random() * made.length)] as Made)
    if (needs.length === 0) lines.push(`  ${quoted(`${name}@${version}`)}: {}`, '')
    else
      lines.push(
        `  ${quoted(`${name}@${version}`)}:`,
        '    dependencies:',
        ...[...new Map(needs.map((need) => [need.name, need.version]))].map(([dep, at]) => `      ${quoted(dep)}: ${at}`),
        '',
      )
  }
  return lines.join('\n')
}

/** A CycloneDX 1.6 document of `count` npm components. */
export function cyclonedx(count: number, seed = 3): string {
  const random = randomOf(seed)
  const components = packages(count, random).map(({ name, version }) => ({
    type: 'library',
    'bom-ref': `${name}@${version}`,
    name,
    version,
    purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
  }))
  return JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components })
}

/** `files` small files in folders of 40, eight deep at most; a package-lock stands at the top. */
export function bigTree(folder: string, files: number): void {
  const random = randomOf(4)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package-lock.json'), packageLock(200, 5))
  let at = folder
  for (let made = 1; made < files; made++) {
    if (made % 40 === 1) {
      const depth = 1 + Math.floor(random() * 7)
      at = join(folder, ...Array.from({ length: depth }, () => `d${Math.floor(random() * 12)}`), `f${made}`)
      mkdirSync(at, { recursive: true })
    }
    writeFileSync(join(at, `m${made}.${['ts', 'js', 'md', 'json', 'css'][made % 5]}`), '')
  }
}

/** `count` folders with a package-lock of 200 entries each, overlapping in part. */
export function monorepo(folder: string, count: number): void {
  for (let at = 0; at < count; at++) {
    const part = join(folder, 'services', `s${at}`)
    mkdirSync(part, { recursive: true })
    writeFileSync(join(part, 'package-lock.json'), packageLock(200, 100 + (at % 25)))
  }
}
