import { EXTRACTORS } from '@cupel/inventory'
import { expect, test } from 'vitest'
import { mutants, mutationFaults } from '../mutate.ts'
import type { MutationOptions } from '../mutate.ts'

interface Family {
  readonly id: string
  readonly path: string
  readonly text: string
  readonly options: MutationOptions
  /** Faults that are none: damage that leaves the packages as they are. */
  readonly harmless?: RegExp
}

const A = 'a'.repeat(64)
const NAMES = ['attrs', 'click', 'idna', 'jinja', 'rich', 'six', 'tqdm', 'yarl']
const replacing = (from: string, to: string) => (text: string) => text.replace(from, to)
const json = (value: unknown) => JSON.stringify(value, null, 2) + '\n'
const channel = 'https://registry.example/c'

const FAMILIES: readonly Family[] = [
  {
    id: 'pixi-lock',
    path: 'pixi.lock',
    text: `version: 6\nenvironments:\n  default:\n    channels:\n    - url: ${channel}/\n    packages:\n      linux-64:\n${NAMES.map((name) => `      - conda: ${channel}/linux-64/${name}-1.0-0.conda\n`).join('')}packages:\n${NAMES.map((name) => `- conda: ${channel}/linux-64/${name}-1.0-0.conda\n  sha256: ${A}\n  depends:\n  - attrs >=1\n`).join('')}`,
    options: { unknownVersion: replacing('version: 6', 'version: 9') },
  },
  {
    id: 'conda-environment',
    path: 'environment.yml',
    text: `name: x\nchannels:\n  - c\ndependencies:\n${NAMES.map((name) => `  - ${name}=1.0.0=0\n`).join('')}  - pip:\n${NAMES.map((name) => `    - ${name}2==1.0\n`).join('')}`,
    // A manifest without an end: a cut between two lines leaves a whole one.
    options: { wholeAfterCut: () => true },
    // Without one of conda's keys it is a file of another tool.
    harmless: /^(?:empty|deep|long line)/,
  },
  {
    id: 'shard-lock',
    path: 'shard.lock',
    text: `version: 2.0\nshards:\n${NAMES.map((name) => `  ${name}:\n    git: https://github.com/a/${name}.git\n    version: 1.0.0\n\n`).join('')}`,
    options: { unknownVersion: replacing('version: 2.0', 'version: 9.0'), wholeAfterCut: () => true },
  },
  {
    id: 'nimble-lock',
    path: 'nimble.lock',
    text: json({
      version: 2,
      packages: Object.fromEntries(
        NAMES.map((name) => [name, { version: '1.0.0', vcsRevision: 'a', url: `https://github.com/a/${name}`, dependencies: [] }]),
      ),
      tasks: {},
    }),
    options: { unknownVersion: replacing('"version": 2', '"version": 9') },
  },
  {
    id: 'maven-install',
    path: 'maven_install.json',
    text: json({
      artifacts: Object.fromEntries(NAMES.map((name) => [`g:${name}`, { shasums: { jar: A }, version: '1.0' }])),
      dependencies: { 'g:click': ['g:attrs'] },
      version: '2',
    }),
    options: { unknownVersion: replacing('"version": "2"', '"version": "9"') },
  },
  {
    id: 'maven-install',
    path: 'old_maven_install.json',
    text: json({ dependency_tree: { dependencies: NAMES.map((name) => ({ coord: `g:${name}:1.0`, directDependencies: [], sha256: A })) } }),
    options: {},
  },
  {
    id: 'bazel-module-lock',
    path: 'MODULE.bazel.lock',
    text: json({
      lockFileVersion: 11,
      registryFileHashes: Object.fromEntries(NAMES.map((name) => [`https://registry.example/modules/${name}/1.0/source.json`, A])),
      moduleExtensions: {},
    }),
    options: { unknownVersion: replacing('"lockFileVersion": 11', '"lockFileVersion": 99') },
    // Noise in an address makes it one of the files that say nothing.
    harmless: /^(?:noise|NUL|invalid UTF-8)/,
  },
  {
    id: 'go-vendor-modules',
    path: 'vendor/modules.txt',
    text: NAMES.map((name) => `# github.com/a/${name} v1.0.0\n## explicit; go 1.20\ngithub.com/a/${name}\n`).join(''),
    options: { wholeAfterCut: () => true },
  },
  {
    id: 'opam-locked',
    path: 'app.opam.locked',
    text: `opam-version: "2.0"\nname: "app"\ndepends: [\n${NAMES.map((name) => `  "${name}" {= "1.0"}\n`).join('')}]\n`,
    options: { unknownVersion: replacing('"2.0"', '"9.0"') },
  },
  {
    id: 'opam-switch',
    path: '_opam/.opam-switch/switch-state',
    text: `opam-version: "2.0"\nroots: ["attrs.1.0"]\ninstalled: [\n${NAMES.map((name) => `  "${name}.1.0"\n`).join('')}]\n`,
    options: { unknownVersion: replacing('"2.0"', '"9.0"') },
  },
  {
    id: 'gradle-build-script',
    path: 'build.gradle',
    text: `plugins {\n  id 'java'\n}\ndependencies {\n${NAMES.map((name) => `  implementation "g.h:${name}:1.0"\n`).join('')}}\n`,
    options: {},
    // A script without dependencies is whole.
    harmless: /^(?:empty|deep|long line)/,
  },
  {
    id: 'vscode-extensions',
    path: '.vscode/extensions/extensions.json',
    text: json(NAMES.map((name) => ({ identifier: { id: `a.${name}` }, version: '1.0.0' }))),
    options: {},
  },
  {
    id: 'pacman-local',
    path: 'var/lib/pacman/local/zlib-1.3-1/desc',
    text: '%NAME%\nzlib\n\n%VERSION%\n1.3-1\n\n%ARCH%\nx86_64\n',
    options: { wholeAfterCut: () => true, beside: { 'etc/os-release': 'ID=arch\n' } },
    // Nothing but name and version is needed.
    harmless: /^(?:conflict|invalid UTF-8|doubled|deep)/,
  },
  {
    id: 'r-installed',
    path: 'library/readxl/DESCRIPTION',
    text: 'Package: readxl\nVersion: 1.0.0\nLicense: MIT\nBuilt: R 4.3.1; ; 2024-01-01; unix\n',
    options: { wholeAfterCut: () => true },
    harmless: /^(?:conflict|invalid UTF-8|doubled|deep)/,
  },
  {
    id: 'cabal-plan',
    path: 'dist-newstyle/cache/plan.json',
    text: json({
      'compiler-id': 'ghc-9.4.7',
      'install-plan': NAMES.map((name) => ({ id: name, 'pkg-name': name, 'pkg-version': '1.0', depends: [] })),
    }),
    options: {},
  },
  {
    id: 'dockerfile',
    path: 'Dockerfile',
    text: `# build\nARG V=1\n${NAMES.map((name) => `FROM ${name}:$V AS s-${name}\nRUN make \\\n  && make install\nCOPY --from=${name}2:1 /a /b\n`).join('')}`,
    options: { wholeAfterCut: () => true },
  },
  {
    id: 'compose-file',
    path: 'compose.yaml',
    text: `services:\n${NAMES.map((name) => `  ${name}:\n    image: ${name}:1.0\n    ports: ["80:80"]\n`).join('')}`,
    options: { wholeAfterCut: () => true },
  },
  {
    id: 'ci-pipeline',
    path: '.gitlab-ci.yml',
    text: NAMES.map((name) => `${name}:\n  image: ${name}:1.0\n  script: [make]\n`).join(''),
    options: { wholeAfterCut: () => true },
  },
  {
    id: 'pre-commit',
    path: '.pre-commit-config.yaml',
    text: `repos:\n${NAMES.map((name) => `- repo: https://github.com/a/${name}\n  rev: v1.0\n  hooks:\n  - id: x\n    additional_dependencies: [${name}==1.0]\n`).join('')}`,
    options: { wholeAfterCut: () => true },
  },
  {
    id: 'git-submodules',
    path: '.gitmodules',
    text: NAMES.map((name) => `[submodule "${name}"]\n\tpath = ${name}\n\turl = https://github.com/a/${name}\n`).join(''),
    options: { wholeAfterCut: () => true },
  },
  {
    id: 'rails-importmap',
    path: 'config/importmap.rb',
    text: NAMES.map((name) => `pin "${name}" # @1.0.0\npin "${name}2", to: "https://cdn.example/npm:${name}2@2.0.0/index.js"\n`).join(''),
    options: { wholeAfterCut: () => true },
    // A program: text that pins nothing is no damage.
    harmless: /^(?:deep|long line)/,
  },
  {
    id: 'maven-extensions',
    path: '.mvn/extensions.xml',
    text: `<extensions>\n${NAMES.map((name) => `<extension><groupId>g</groupId><artifactId>${name}</artifactId><version>1.0</version></extension>\n`).join('')}</extensions>\n`,
    options: {},
  },
  {
    id: 'sbt-build',
    path: 'build.sbt',
    text: `scalaVersion := "3.3.1"\nlibraryDependencies ++= Seq(\n${NAMES.map((name) => `  "g" %% "${name}" % "1.0",\n`).join('')})\n`,
    options: { wholeAfterCut: () => true },
    // A program: text that asks for nothing is no damage.
    harmless: /^(?:deep|long line)/,
  },
  {
    id: 'clojure-deps',
    path: 'project.clj',
    text: `(defproject a "1.0"\n  :dependencies [\n${NAMES.map((name) => `    [g/${name} "1.0"]\n`).join('')}])\n`,
    options: {},
    harmless: /^(?:long line|deep indent)/,
  },
  {
    id: 'ivy-file',
    path: 'ivy.xml',
    text: `<ivy-module version="2.0">\n<dependencies>\n${NAMES.map((name) => `<dependency org="g" name="${name}" rev="1.0"/>\n`).join('')}</dependencies>\n</ivy-module>\n`,
    options: {},
  },
  {
    id: 'dotnet-tools',
    path: 'dotnet-tools.json',
    text: json({
      version: 1,
      isRoot: true,
      tools: Object.fromEntries(NAMES.map((name) => [name, { version: '1.0.0', commands: [name] }])),
    }),
    options: { unknownVersion: replacing('"version": 1', '"version": 9') },
  },
  {
    id: 'flake-lock',
    path: 'flake.lock',
    text: json({
      nodes: {
        root: { inputs: Object.fromEntries(NAMES.map((name) => [name, name])) },
        ...Object.fromEntries(NAMES.map((name) => [name, { locked: { type: 'github', owner: 'a', repo: name, rev: A } }])),
      },
      root: 'root',
      version: 7,
    }),
    options: { unknownVersion: replacing('"version": 7', '"version": 9') },
  },
]

test.each(FAMILIES)('$id: damaged copies lose nothing silently', async ({ id, path, text, options, harmless }) => {
  const extractor = await EXTRACTORS.find((entry) => entry.id === id)?.load()
  if (extractor === undefined) throw new Error(`no extractor ${id}`)
  const faults = mutationFaults(extractor, path, text, options).filter((fault) => harmless?.test(fault) !== true)
  console.log(`${id}: ${mutants(text, options).length} mutants, ${faults.length} faults`)
  expect(faults).toEqual([])
})
