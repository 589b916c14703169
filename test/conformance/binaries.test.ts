import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { EXTRACTORS, extractFile } from '@cupel/inventory'
import type { Extraction } from '@cupel/inventory'
import { fileTree } from '@cupel/source'
import { describe, expect, test } from 'vitest'

async function extract(id: string, path: string): Promise<Extraction> {
  const entry = EXTRACTORS.find((candidate) => candidate.id === id)
  if (entry === undefined) throw new Error(`no extractor ${id}`)
  return extractFile(fileTree(path), await entry.load(), basename(path))
}

function goPrograms(): readonly string[] {
  if (spawnSync('go', ['version']).error !== undefined) {
    console.warn('skipped: go is not installed')
    return []
  }
  const [root = '', tools = ''] = execFileSync('go', ['env', 'GOROOT', 'GOTOOLDIR']).toString().split('\n')
  const folders = [join(root, 'bin'), tools].filter((folder) => existsSync(folder))
  return folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
}

const programs = goPrograms()

describe.runIf(programs.length > 0)('Go programs', () => {
  test('of this machine: release and modules are those that `go version -m` prints', async () => {
    const printed = execFileSync('go', ['version', '-m', ...programs]).toString()
    let modules = 0
    for (const [at, part] of printed.split(/^(?=\/)/m).entries()) {
      const lines = part.split('\n')
      const path = (lines[0] as string).slice(0, (lines[0] as string).lastIndexOf(': '))
      const release = (lines[0] as string).slice(path.length + 2).split(' ')[0] as string
      const expected = lines
        .map((line) => line.split('\t'))
        .filter(([, kind]) => kind === 'dep')
        .map(([, , name, version]) => `${name}@${version}`)
      const { components, coverage } = await extract('go-binary', path)
      expect([at, coverage.formatVersion.split(' ')[0]]).toEqual([at, release])
      expect(components.filter(({ name }) => name !== 'stdlib').map(({ name, version }) => `${name}@${version}`)).toEqual(expected)
      modules += components.length
    }
    console.log(`go version -m: ${programs.length} programs, ${modules} modules agree`)
  })
})

describe('other executables', () => {
  test('leave no trace', async () => {
    const extractions = await Promise.all(['go-binary', 'auditable-binary'].map((id) => extract(id, process.execPath)))
    for (const extraction of extractions) expect(extraction).toMatchObject({ foreign: true, problems: [], components: [] })
  })
})
