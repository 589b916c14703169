import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { COMMANDS } from '../../apps/cli/src/commands.gen.ts'
import { cupel, withFolder } from './cupel.ts'
import { CLEAN_LOCK } from './project.ts'

describe('help', () => {
  test('cupel, cupel help and cupel --help list every command; without a command it is a usage error', () => {
    const [bare, help, flag] = [cupel([]), cupel(['help']), cupel(['--help'])]
    expect([bare.code, help.code, flag.code]).toEqual([2, 0, 0])
    expect(help.stdout).toBe(flag.stdout)
    for (const { id, summary } of COMMANDS)
      expect(help.stdout).toMatch(new RegExp(`^  ${id.replaceAll('-', ' ')} +${summary.replaceAll(/[()]/g, '\\$&')}$`, 'm'))
  })

  test.each(COMMANDS.map((entry) => [entry.id.replaceAll('-', ' '), entry] as const))(
    'cupel %s --help lists its flags',
    async (words, entry) => {
      const command = await entry.load()
      const { code, stdout, stderr } = cupel([...words.split(' '), '--help'])
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      for (const [name, { help }] of Object.entries(command.flags)) {
        expect(stdout).toContain(`--${name}`)
        expect(stdout.replaceAll(/\s+/g, ' ')).toContain(help)
      }
      for (const [line] of command.examples) expect(stdout).toContain(line)
      expect(stdout.split('\n').filter((line) => line.length > 200)).toEqual([])
      expect(cupel(['help', ...words.split(' ')]).stdout).toBe(stdout)
    },
  )

  test('the first word of several commands lists these; without the second it is a usage error', () => {
    const [bare, flag, help] = [cupel(['server']), cupel(['server', '--help']), cupel(['help', 'server'])]
    expect([bare.code, flag.code, help.code]).toEqual([2, 0, 0])
    expect([bare.stdout, bare.stderr, help.stdout]).toEqual([flag.stdout, '', flag.stdout])
    expect([...flag.stdout.matchAll(/^  (\S+ \S+)  /gm)].map(([, name]) => name)).toEqual([
      'server backup',
      'server migrate',
      'server move',
      'server restore',
    ])
  })

  test('--version', () => {
    expect(cupel(['--version'])).toEqual({ code: 0, stdout: '0.1.0\n', stderr: '' })
  })
})

describe('wrong words are refused with the nearest right one, exit 2', () => {
  test.each([
    [['scna'], 'unknown command scna', 'did you mean scan?'],
    [['db', 'snyc'], 'unknown command db snyc', 'did you mean db sync?'],
    [['sbom', '--fromat', 'spdx'], 'unknown option --fromat', 'did you mean --format?'],
    [['scan', '--fail-no', 'high'], 'unknown option --fail-no', 'did you mean --fail-on?'],
    [['scan', '-z'], 'unknown option -z', 'cupel scan --help'],
    [['scan', '--format', 'sarfi'], '--format does not take "sarfi"', 'did you mean sarif?'],
    [['scan', '--format', 'xml=out'], '--format does not take "xml"', 'one of:'],
    [['scan', '--only', 'malwre'], '--only does not take "malwre"', 'did you mean malware?'],
    [['scan', '--fail-on', 'hihg'], '--fail-on does not take "hihg"', 'did you mean "high"?'],
    [['scan', '--fail-on', 'epss>7'], '--fail-on does not take "epss>7"', 'a number from 0 to 1'],
    [['scan', '--fail-on', ''], '--fail-on does not take ""', 'none'],
    [['scan', '--ecosystem', 'nmp'], '--ecosystem does not take "nmp"', 'did you mean npm?'],
    [['scan', '--as', 'pakage-lock'], '--as does not take "pakage-lock"', 'did you mean package-lock?'],
    [['sbom', '--as', 'nothing-like-it'], '--as does not take "nothing-like-it"', 'one of:'],
    [['scan', '--offline=yes'], '--offline does not take "yes"', 'switch'],
    [['scan', '--db'], 'needs a value: --db DIR', 'cupel scan --help'],
    [['scan', '--db', '--offline'], 'needs a value: --db DIR', 'cupel scan --help'],
    [['scan', 'a', 'b'], 'cupel scan does not take "b"', '[TARGET]'],
    [['scan', '--format', 'json', '--format', 'table'], '--format does not take "json, table"', 'only one format goes to stdout'],
    [['diff', 'a'], 'cupel diff needs OLD NEW', 'cupel diff --help'],
    [['diff', 'a', 'b', '--format', 'yaml'], '--format does not take "yaml"', 'text, json, markdown'],
    [['sbom', '--format', 'cyclondex'], '--format does not take "cyclondex"', 'did you mean cyclonedx?'],
    [['sbom', '--created', 'yesterday'], '--created does not take "yesterday"', 'a time such as'],
    [['sbom', '--created', '2026-02-30'], '--created does not take "2026-02-30"', 'a time such as'],
    [['sbom', '--created', '2026-04-31T10:00:00Z'], '--created does not take', 'a time such as'],
    [['sbom', 'score', 'x', '--fail-under', '11'], '--fail-under does not take "11"', '0 to 10'],
    [['compare', 'npm', '1'], 'cupel compare needs', 'ECOSYSTEM A B'],
    [['explain'], 'cupel explain needs', 'cupel explain --help'],
  ])('cupel %j', (args, message, hint) => {
    const { code, stdout, stderr } = cupel(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(message)
    expect(stderr).toContain(hint)
    expect(stderr).not.toContain('\n    at ')
  })
})

describe('nothing to scan is never success: exit 3 with what was looked for', () => {
  const offline = ['--offline']

  test('a path that is not there', () => {
    const { code, stderr } = cupel(['scan', '/nonexistent/project', ...offline])
    expect(code).toBe(3)
    expect(stderr).toContain('cannot open /nonexistent/project')
  })

  test.each([
    ['an empty folder', () => {}],
    ['a folder without anything known', (folder: string) => writeFileSync(join(folder, 'notes.txt'), 'nothing\n')],
    [
      'a folder whose only lock is excluded by its place in .git',
      (folder: string) => {
        mkdirSync(join(folder, '.git'))
        writeFileSync(join(folder, '.git', 'package-lock.json'), CLEAN_LOCK)
      },
    ],
  ])('%s', (_, make) => {
    withFolder((folder) => {
      make(folder)
      for (const command of ['scan', 'sbom']) {
        const { code, stdout, stderr } = cupel([command, folder, ...(command === 'scan' ? offline : [])])
        expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
        expect(stderr).toContain(`found nothing to scan in ${folder}`)
        expect(stderr).toMatch(/looked for package-lock\.json, .* and \d+ more names in \d files? \(cupel formats lists them\)/)
      }
    })
  })

  test.each([
    'package-lock.json',
    'requirements.txt',
    'Cargo.lock',
    'bom.cdx.json',
    'anything.bin',
    'image.tar',
    'archive.zip',
    'noextension',
  ])('an empty file %s', (name) => {
    withFolder((folder) => {
      writeFileSync(join(folder, name), '')
      const { code, stdout, stderr } = cupel(['scan', name, ...offline], { cwd: folder })
      expect(code).toBe(3)
      expect(stdout + stderr).toContain(name)
    })
  })

  test.each(['link-loop', 'pipe', 'socketless-device'])('something that is no file: %s', (kind) => {
    withFolder((folder) => {
      const path = kind === 'socketless-device' ? '/dev/null' : join(folder, 'requirements.txt')
      if (kind === 'link-loop') symlinkSync('requirements.txt', path)
      if (kind === 'pipe') execFileSync('mkfifo', [path])
      const { code, stderr } = cupel(['scan', path, ...offline])
      expect(code).toBe(3)
      expect(stderr).toContain(path)
    })
  })

  test('everything excluded, and an ecosystem of which there is nothing', () => {
    withFolder((folder) => {
      writeFileSync(join(folder, 'package-lock.json'), CLEAN_LOCK)
      expect(cupel(['scan', folder, '--exclude', '*.json', ...offline]).code).toBe(3)
      const { code, stderr } = cupel(['scan', folder, '--ecosystem', 'PyPI', ...offline])
      expect(code).toBe(3)
      expect(stderr).toContain('PyPI')
    })
  })
})
