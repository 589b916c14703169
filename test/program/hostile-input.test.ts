import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeTar } from '../make-tar.ts'
import { makeZip } from '../make-zip.ts'
import { cupel, withFolder } from './cupel.ts'
import type { Run } from './cupel.ts'
import { CLEAN_LOCK, packageLock, writeTree } from './project.ts'

/** Preloaded: tells the highest memory use at the end, so that no sampling is needed. */
const REPORTER =
  "process.on('exit', () => require('node:fs').writeSync(2, `peak ${Math.round(process.resourceUsage().maxRSS / 1024)}\\n`))\n"
/** Generous: a bug here is gigabytes or never ends. */
const PEAK_MB = 1000

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cupel-test-'))
  writeFileSync(join(folder, 'reporter.cjs'), REPORTER)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Held extends Run {
  readonly peak: number
}

/** Runs an offline scan that must end by itself, with one of the stated codes, within bounds, without a stack trace. */
function held(target: string, codes: readonly number[], limit = PEAK_MB): Held {
  const run = cupel(['scan', target, '--offline', '--fail-on', 'none'], { cwd: folder, node: ['--require', join(folder, 'reporter.cjs')] })
  const peak = Number(/peak (\d+)/.exec(run.stderr)?.[1])
  expect(run.stderr).not.toMatch(/internal error|\n +at /)
  expect(codes, run.stdout + run.stderr).toContain(run.code)
  expect(peak).toBeGreaterThan(0)
  expect(peak).toBeLessThan(limit)
  return { ...run, peak }
}

/** A scan of one made file that must not be a pass and must name the file. */
function refused(name: string, content: string | Uint8Array): Held {
  const target = join(folder, name)
  writeFileSync(target, content)
  const run = held(target, [3])
  expect(run.stdout + run.stderr).toContain(name)
  rmSync(target)
  return run
}

describe('archives', () => {
  const zeros = Buffer.alloc(64 << 20)

  test('a member that inflates a thousandfold', () => {
    const bomb = makeZip([{ name: 'package-lock.json', content: zeros }])
    expect(bomb.length).toBeLessThan(200_000)
    refused('bomb.zip', bomb)
    refused('bomb.tgz', gzipSync(makeTar([{ name: 'package-lock.json', content: zeros }])))
  })

  test('a member that says it is small', () => {
    refused('liar.zip', makeZip([{ name: 'package-lock.json', content: zeros, statedSize: 100 }]))
  })

  test('archives in archives in archives', () => {
    let jar = makeZip([{ name: 'META-INF/MANIFEST.MF', content: 'Manifest-Version: 1.0\n' }])
    for (let depth = 0; depth < 60; depth++) jar = makeZip([{ name: `inner${depth}.jar`, content: jar }])
    refused('deep.jar', jar)
    let wide = makeZip([{ name: 'META-INF/x', content: 'x' }])
    for (let depth = 0; depth < 4; depth++) {
      const inner = wide
      wide = makeZip(Array.from({ length: 10 }, (_, at) => ({ name: `${at}.jar`, content: inner })))
    }
    writeFileSync(join(folder, 'wide.jar'), wide)
    held(join(folder, 'wide.jar'), [0, 3])
  })

  test.each([
    '../../escape/package-lock.json',
    '/tmp/escape/package-lock.json',
    'a/../../package-lock.json',
    'C:\\package-lock.json',
    '..\\package-lock.json',
  ])('an entry named %s is told and not read', (name) => {
    const members = [
      { name, content: packageLock({ 'acme-escaped': { version: '1.0.0' } }) },
      { name: 'ok/package-lock.json', content: CLEAN_LOCK },
    ]
    for (const [file, bytes] of [
      ['names.zip', makeZip(members)],
      ['names.tar', makeTar(members)],
    ] as const) {
      writeFileSync(join(folder, file), bytes)
      const { stdout } = cupel(['scan', join(folder, file), '--offline', '--format', 'json'])
      const report = JSON.parse(stdout) as { components: { purl: string; evidence: { path: string }[] }[]; problems: { code: string }[] }
      for (const { evidence } of report.components) expect(evidence[0]?.path).not.toMatch(/^\/|^[A-Z]:|(^|[/\\])\.\./)
      expect(report.components.map(({ purl }) => purl)).toContain('pkg:npm/acme-server@1.4.0')
      if (!name.includes('\\')) expect(report.problems.map(({ code }) => code)).toContain('unsafe-path')
    }
  })

  test('links of a tar that lead out, and in a circle', () => {
    const members = [
      { name: 'package-lock.json', type: '2', target: '../../../../etc/passwd' },
      { name: 'requirements.txt', type: '2', target: '/etc/passwd' },
      { name: 'Cargo.lock', type: '2', target: 'Cargo.lock' },
      { name: 'go.mod', type: '1', target: '/etc/passwd' },
      { name: 'ok/package-lock.json', content: CLEAN_LOCK },
    ]
    writeFileSync(join(folder, 'links.tar'), makeTar(members))
    const { stdout, stderr } = held(join(folder, 'links.tar'), [0, 3])
    expect(stdout + stderr).not.toContain('root:')
  })

  test('two hundred thousand small members', () => {
    const one = makeTar([{ name: 'a/b', content: '' }], Buffer.alloc(0))
    const many = Buffer.alloc(one.length * 200_000)
    for (let at = 0; at < many.length; at += one.length) one.copy(many, at)
    writeFileSync(join(folder, 'many.tgz'), gzipSync(many, { level: 1 }))
    held(join(folder, 'many.tgz'), [3])
  })
})

describe('documents', () => {
  const deep = 10_000

  test.each([
    ['package-lock.json', `{"lockfileVersion":3,"packages":${'{"a":'.repeat(deep)}1${'}'.repeat(deep)}}`],
    [
      'package-lock.json',
      `{"lockfileVersion":1,"dependencies":${'{"a":{"version":"1.0.0","dependencies":'.repeat(deep)}{}${'}}'.repeat(deep)}}`,
    ],
    ['composer.lock', '['.repeat(deep) + ']'.repeat(deep)],
    [
      'bom.json',
      `{"bomFormat":"CycloneDX","specVersion":"1.6","components":${'[{"type":"library","name":"a","components":'.repeat(deep)}[]${'}]'.repeat(deep)}}`,
    ],
    ['pnpm-lock.yaml', `lockfileVersion: '9.0'\npackages: ${'{a: '.repeat(deep)}1${'}'.repeat(deep)}\n`],
    ['pubspec.lock', `packages: ${'['.repeat(deep)}${']'.repeat(deep)}\n`],
    ['pubspec.lock', Array.from({ length: 3000 }, (_, level) => `${' '.repeat(level)}a:\n`).join('')],
    ['poetry.lock', `[[package]]\nname = "a"\nversion = "1"\nx = ${'['.repeat(deep)}${']'.repeat(deep)}\n`],
    ['pdm.lock', `${Array.from({ length: deep }, () => 'a').join('.')} = 1\n`],
    ['pom.xml', '<a>'.repeat(deep) + '</a>'.repeat(deep)],
    ['bom.xml', `<bom xmlns="http://cyclonedx.org/schema/bom/1.6">${'<components><component type="library"><name>a</name>'.repeat(deep)}`],
    ['mix.lock', `%{"a": ${'{'.repeat(deep)}`],
  ])('%s nested ten thousand deep', (name, content) => {
    refused(name, content)
  })

  test.each([
    ['pubspec.lock', 'packages:'],
    ['pnpm-lock.yaml', "lockfileVersion: '9.0'\npackages:"],
    ['.github/workflows/a.yml', 'jobs:'],
  ])('a YAML alias bomb in %s', (name, start) => {
    const levels = Array.from(
      { length: 30 },
      (_, at) => `l${at + 1}: &l${at + 1} [${Array.from({ length: 10 }, () => `*l${at}`).join(', ')}]`,
    )
    writeTree(folder, { [`alias/${name}`]: `l0: &l0 ["x", "x"]\n${levels.join('\n')}\n${start} *l30\n` })
    held(join(folder, 'alias'), [3])
    rmSync(join(folder, 'alias'), { recursive: true })
  })

  test('an XML entity bomb and an external entity', () => {
    const entities = Array.from({ length: 20 }, (_, at) => `<!ENTITY e${at + 1} "${`&e${at};`.repeat(10)}">`).join('')
    refused('pom.xml', `<!DOCTYPE p [<!ENTITY e0 "x">${entities}]><project><artifactId>&e20;</artifactId></project>`)
    const { stdout } = refused(
      'pom.xml',
      '<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><project><groupId>a</groupId><artifactId>&x;</artifactId><version>1</version></project>',
    )
    expect(stdout).not.toContain('root:')
  })

  test('graphs that go in circles', () => {
    const circle: Record<string, { version: string; dependencies: Record<string, string> }> = {}
    for (let at = 0; at < 2000; at++)
      circle[`p${at}`] = { version: '1.0.0', dependencies: { [`p${(at + 1) % 2000}`]: '1', [`p${at}`]: '1' } }
    writeTree(folder, {
      'circle/package-lock.json': packageLock(circle),
      'circle/maven/pom.xml':
        '<project><modelVersion>4.0.0</modelVersion><parent><groupId>a</groupId><artifactId>b</artifactId><version>1</version><relativePath>pom.xml</relativePath></parent><artifactId>b</artifactId></project>',
      'circle/py/requirements.txt': '-r requirements.txt\n-r other/requirements.txt\nacme-quick==1.0\n',
      'circle/py/other/requirements.txt': '-r ../requirements.txt\n',
    })
    held(join(folder, 'circle'), [3])
    const { code, stdout } = cupel(['why', 'p1999', join(folder, 'circle'), '--offline'])
    expect(code).toBe(0)
    expect(stdout.length).toBeLessThan(1_000_000)
  })

  test('a diamond with 2^60 ways through it', () => {
    const layers: Record<string, { version: string; dependencies: Record<string, string> }> = {}
    for (let at = 0; at < 60; at++) {
      const next = { [`a${at + 1}`]: '1', [`b${at + 1}`]: '1' }
      layers[`a${at}`] = { version: '1.0.0', dependencies: next }
      layers[`b${at}`] = { version: '1.0.0', dependencies: next }
    }
    writeTree(folder, { 'diamond/package-lock.json': packageLock({ ...layers, a60: { version: '1.0.0' }, b60: { version: '1.0.0' } }) })
    held(join(folder, 'diamond'), [3])
    expect(cupel(['why', 'a60', join(folder, 'diamond'), '--offline']).code).toBe(0)
  })

  test.each([
    'package-lock.json',
    'yarn.lock',
    'requirements.txt',
    'go.mod',
    'Gemfile.lock',
    'poetry.lock',
    'pnpm-lock.yaml',
    'pom.xml',
    'mix.lock',
    'Podfile.lock',
  ])('one line of 5 MB in %s', (name) => {
    for (const character of ['x', ' ', '"', '(']) {
      writeFileSync(join(folder, name), character.repeat(5_000_000))
      held(join(folder, name), [3])
    }
    rmSync(join(folder, name))
  })

  test('100 MB of JSON', () => {
    const target = join(folder, 'package-lock.json')
    const fd = openSync(target, 'w')
    writeSync(fd, '{"lockfileVersion":3,"packages":{"":{}')
    const chunk = Array.from({ length: 1000 }, (_, at) => `,"node_modules/p@@-${at}":{"version":"1.0.0","x":"${'y'.repeat(950)}"}`).join('')
    for (let at = 0; at < 100; at++) writeSync(fd, chunk.replaceAll('@@', String(at)))
    writeSync(fd, '}}')
    closeSync(fd)
    held(target, [3], 2000)
    rmSync(target)
  })

  test.each(['package-lock.json', 'requirements.txt', 'poetry.lock', 'pom.xml', 'pnpm-lock.yaml', 'go.mod', 'bom.json'])(
    'bytes that are no UTF-8, and NULs, in %s',
    (name) => {
      refused(
        name,
        Buffer.concat([Buffer.from(CLEAN_LOCK.slice(0, 60)), Buffer.from([0xff, 0xfe, 0xc0, 0x80]), Buffer.from(CLEAN_LOCK.slice(60))]),
      )
      refused(name, Buffer.alloc(5000))
    },
  )

  test('UTF-16, as an editor may leave it, is told', () => {
    refused('package-lock.json', Buffer.from('\ufeff' + CLEAN_LOCK, 'utf16le'))
  })

  test('an object with the names of its prototype', () => {
    withFolder((own) => {
      const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty']
      const packages = names.map((name) => `"node_modules/${name}":{"version":"1.0.0","dependencies":{"__proto__":"1"}}`)
      writeTree(own, {
        'package-lock.json': `{"name":"__proto__","lockfileVersion":3,"packages":{"":{"dependencies":{"__proto__":"1"}},${packages.join(',')}}}`,
        'bom.json':
          '{"bomFormat":"CycloneDX","specVersion":"1.6","__proto__":{"components":[]},"components":[{"type":"library","name":"constructor","bom-ref":"__proto__"}],"dependencies":[{"ref":"__proto__","dependsOn":["__proto__"]}]}',
      })
      held(own, [3])
    })
  })
})
