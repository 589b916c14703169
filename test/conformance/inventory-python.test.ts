import { EXTRACTORS } from '@cupel/inventory'
import { expect, test } from 'vitest'
import { mutants, mutationFaults } from '../mutate.ts'
import type { MutationOptions } from '../mutate.ts'

const A = 'a'.repeat(64)

interface Family {
  readonly id: string
  readonly path: string
  readonly text: string
  readonly options: MutationOptions
  /** Damage that leaves a valid file of this grammar. */
  readonly harmless?: RegExp
}

const NAMES = ['attrs', 'certifi', 'idna', 'requests', 'urllib3']

function toml(header: string, extra: (name: string, at: number) => string): string {
  return NAMES.map((name, at) => `[[${header}]]\nname = "${name}"\nversion = "${at}.0"\n${extra(name, at)}\n`).join('\n')
}

function replacing(from: string | RegExp, to: string): (text: string) => string {
  return (text) => text.replace(from, to)
}

const FAMILIES: readonly Family[] = [
  {
    id: 'requirements',
    path: 'requirements.txt',
    text: NAMES.map((name, at) => `${name}==${at}.0 \\\n    --hash=sha256:${A}\n    # via app (setup.py)\n`).join(''),
    // A list of lines has no end mark.
    options: { wholeAfterCut: () => true },
    harmless: /^empty/,
  },
  {
    id: 'pipfile-lock',
    path: 'Pipfile.lock',
    text: JSON.stringify(
      {
        _meta: { 'pipfile-spec': 6 },
        default: Object.fromEntries(NAMES.map((name, at) => [name, { version: `==${at}.0`, hashes: [`sha256:${A}`] }])),
        develop: {},
      },
      null,
      4,
    ),
    options: { unknownVersion: replacing('"pipfile-spec": 6', '"pipfile-spec": 9') },
  },
  {
    id: 'poetry-lock',
    path: 'poetry.lock',
    text: `${toml('package', () => `groups = ["main"]\nfiles = [\n    {file = "x", hash = "sha256:${A}"},\n]\n`)}\n[metadata]\nlock-version = "2.1"\n`,
    options: { unknownVersion: replacing('"2.1"', '"9.1"') },
  },
  {
    id: 'pdm-lock',
    path: 'pdm.lock',
    text: `[metadata]\nlock_version = "4.5.0"\n\n${toml('package', () => 'groups = ["default"]\nfiles = []\n')}`,
    // The metadata stands first, so a cut between two packages leaves a whole lock.
    options: { unknownVersion: replacing('4.5.0', '9.0'), wholeAfterCut: () => true },
  },
  {
    id: 'uv-lock',
    path: 'uv.lock',
    text: `version = 1\n\n[[package]]\nname = "app"\nsource = { virtual = "." }\ndependencies = [\n${NAMES.map((name) => `    { name = "${name}" },\n`).join('')}]\n\n${toml('package', () => 'source = { registry = "https://registry.example/simple" }\n')}`,
    // A cut in the very table of the project leaves a lock of a project without dependencies.
    options: {
      unknownVersion: replacing('version = 1', 'version = 9'),
      wholeAfterCut: (text) => /name = "app"\n(?:source = .*\})?\s*$/.test(text),
    },
  },
  {
    id: 'pylock',
    path: 'pylock.toml',
    text: `lock-version = "1.0"\ncreated-by = "x"\n\n${toml('packages', () => `wheels = [{ name = "x", hashes = { sha256 = "${A}" } }]\n`)}`,
    options: { unknownVersion: replacing('"1.0"', '"9.0"'), wholeAfterCut: () => true },
  },
  {
    id: 'python-installed',
    path: 'attrs-1.0.dist-info/METADATA',
    text: 'Metadata-Version: 2.1\nName: attrs\nVersion: 1.0\nLicense: MIT\n',
    options: { wholeAfterCut: () => true },
    // Old distributions name their authors in other encodings; only a name or version that is not UTF-8 is a loss.
    harmless: /^invalid UTF-8/,
  },
  {
    id: 'conda-lock',
    path: 'conda-lock.yml',
    text: `version: 1\nmetadata:\n  content_hash: {}\npackage:\n${NAMES.map((name, at) => `- name: ${name}\n  version: '${at}.0'\n  manager: conda\n  platform: linux-64\n  dependencies: {}\n  url: https://registry.example/c/linux-64/${name}-${at}.0-0.conda\n  hash: {sha256: ${A}}\n`).join('')}`,
    options: { unknownVersion: replacing('version: 1', 'version: 9'), wholeAfterCut: () => true },
  },
  {
    id: 'conda-meta',
    path: 'env/conda-meta/python-3.10.2-0.json',
    text: JSON.stringify({ name: 'python', version: '3.10.2', build: '0', channel: 'conda-forge', subdir: 'linux-64', sha256: A }, null, 2),
    options: {},
  },
]

test.each(FAMILIES)('$id: damaged copies lose nothing silently', async ({ id, path, text, options, harmless }) => {
  const extractor = await EXTRACTORS.find((entry) => entry.id === id)?.load()
  if (extractor === undefined) throw new Error(`no extractor ${id}`)
  const faults = mutationFaults(extractor, path, text, options).filter((fault) => harmless?.test(fault) !== true)
  console.log(`${id}: ${mutants(text, options).length} mutants, ${faults.length} faults`)
  expect(faults).toEqual([])
})
