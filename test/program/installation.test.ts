import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { ROOT } from './cupel.ts'

const folder = mkdtempSync(join(tmpdir(), 'cupel-installation-'))
const installed = join(folder, 'node_modules', 'cupel')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs the copy of the package, as installed elsewhere. */
function run(...args: readonly string[]): { readonly code: number | null; readonly stdout: string; readonly stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(installed, 'bin', 'cupel.cjs'), ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], CUPEL_HOME: join(folder, 'home') },
    encoding: 'utf8',
  })
  return { code: status, stdout, stderr }
}

function chunks(name: string): readonly string[] {
  const all = readdirSync(join(installed, 'dist', 'cjs'))
    .filter((file) => file.startsWith(name))
    .map((file) => join(installed, 'dist', 'cjs', file))
  expect(all).not.toEqual([])
  return all
}

describe('an installation of which something is missing or broken', () => {
  beforeEach(() => {
    rmSync(installed, { recursive: true, force: true })
    for (const part of ['bin', 'dist', 'package.json']) cpSync(join(ROOT, 'apps', 'cli', part), join(installed, part), { recursive: true })
    writeFileSync(join(folder, 'requirements.txt'), 'requests==2.0\n')
  })

  test('works when whole', () => {
    expect(run('compare', 'npm', '1', '2').stdout).toBe('-1\n')
  })

  test.each([
    ['no bundle', ['scan', '.', '--offline'], () => rmSync(join(installed, 'dist'), { recursive: true }), 'it has no bundle'],
    ['no entry', ['compare', 'npm', '1', '2'], () => rmSync(join(installed, 'dist', 'main.cjs')), 'it has no bundle'],
    ['a cut entry', ['compare', 'npm', '1', '2'], () => truncateSync(join(installed, 'dist', 'main.cjs'), 100), ''],
    ['no core', ['scan', '.', '--offline'], () => chunks('core.cjs').forEach((file) => rmSync(file)), 'core.cjs'],
    [
      'a cut core',
      ['scan', '.', '--offline'],
      () => chunks('core.cjs').forEach((file) => (file.endsWith('.cache') ? rmSync(file) : truncateSync(file, 10_000))),
      '',
    ],
    ['no chunk of the command', ['compare', 'npm', '1', '2'], () => chunks('compare').forEach((file) => rmSync(file)), 'compare'],
    ['a cut chunk of the command', ['db', 'status'], () => chunks('db-status').forEach((file) => truncateSync(file, 200)), 'db-status'],
    [
      'a chunk of noise',
      ['db', 'status'],
      () =>
        chunks('db-status').forEach((file) =>
          writeFileSync(
            file,
            readFileSync(file).map((byte) => byte ^ 0x15),
          ),
        ),
      'db-status',
    ],
    ['no explanation', ['scan', '--what'], () => chunks('explain-error').forEach((file) => rmSync(file)), 'explain-error'],
    ['no starter set', ['scan', '.', '--offline'], () => rmSync(join(installed, 'dist', 'data'), { recursive: true }), 'starter set'],
  ] as const)('%s', (_, args, spoil, said) => {
    spoil()
    const { code, stdout, stderr } = run(...args)
    expect({ code, stdout }).toEqual({ code: 70, stdout: '' })
    expect(stderr).toMatch(/^cupel: this installation is damaged: .*\n {2}install the package cupel again.*\n$/)
    expect(stderr).toContain(said)
  })
})
