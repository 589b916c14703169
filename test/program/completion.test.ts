import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { cupel, withFolder } from './cupel.ts'

function has(shell: string): boolean {
  return spawnSync(shell, ['-c', 'exit 0']).status === 0
}

/** What a real bash offers for a line; the cursor is at its end. `=` is a word of its own, as bash splits it. */
function offered(line: string): readonly string[] {
  const words = line.split(/ |(?==)|(?<==)/)
  const script = `source "$1"
shift
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_cupel
printf '%s\\n' "\${COMPREPLY[@]}"`
  let result: readonly string[] = []
  withFolder((folder) => {
    const file = join(folder, 'cupel.bash')
    writeFileSync(file, cupel(['completion', 'bash']).stdout)
    const { stdout, stderr, status } = spawnSync('bash', ['--norc', '-c', script, 'bash', file, ...words], { encoding: 'utf8' })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    result = stdout.split('\n').filter((one) => one !== '')
  })
  return result
}

describe.skipIf(!has('bash'))('bash completes', () => {
  test.each([
    ['cupel sc', ['scan']],
    ['cupel db ex', ['export']],
    ['cupel sbom va', ['validate']],
    ['cupel scan --off', ['--offline']],
    ['cupel scan . --format sa', ['sarif']],
    ['cupel scan -f mark', ['markdown']],
    ['cupel scan --format=sa', ['sarif']],
    ['cupel scan --only ', ['vulnerability', 'malware', 'provenance']],
    ['cupel scan --fail-on h', ['high']],
    ['cupel sbom --format spdx-2.3', ['spdx-2.3-json', 'spdx-2.3-tag-value']],
    ['cupel sbom convert a.json --fo', ['--format']],
    ['cupel diff a b --format m', ['markdown']],
    ['cupel completion f', ['fish']],
    ['cupel db status --j', ['--json']],
    // File names are left to bash.
    ['cupel scan ', []],
    ['cupel scan --vex ', []],
    ['cupel nonsense --x', []],
  ])('%s', (line, expected) => {
    expect(offered(line)).toEqual(expected)
  })

  test('every command and its flags', () => {
    const commands = offered('cupel ')
    expect(commands).toEqual(expect.arrayContaining(['compare', 'completion', 'db', 'diff', 'explain', 'sbom', 'scan', 'vex', 'why']))
    for (const command of ['scan', 'sbom', 'diff', 'vex', 'why', 'explain']) {
      const help = cupel([command, '--help']).stdout
      const stated = [...help.matchAll(/^ {2}(?:-\w, | {4})(--[a-z-]+)/gm)].map(([, flag]) => flag)
      expect(stated.length).toBeGreaterThan(3)
      expect(offered(`cupel ${command} --`).toSorted()).toEqual(stated.toSorted())
    }
  })
})

test.each(['zsh', 'fish'])('%s takes its script', (shell) => {
  const { code, stdout } = cupel(['completion', shell])
  expect(code).toBe(0)
  expect(stdout).toContain('sarif')
  if (!has(shell)) return console.log(`${shell} is not here: its script was not run`)
  const { status, stderr } = spawnSync(shell, ['-n'], { input: stdout, encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})

test('another shell is refused with those that are known', () => {
  const { code, stderr } = cupel(['completion', 'fishh'])
  expect(code).toBe(2)
  expect(stderr).toContain('did you mean fish?')
})
