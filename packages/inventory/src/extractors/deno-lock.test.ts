import { describe, expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import denoLock from './deno-lock.ts'

const SHA512 = `sha512-${Buffer.alloc(64, 1).toString('base64')}`
const MODULE = 'a'.repeat(64)

function text(lock: Record<string, unknown>): string {
  return JSON.stringify(lock, null, 2)
}

const FIVE = text({
  version: '5',
  specifiers: {
    'jsr:@std/bytes@^1.0.0': '1.0.2',
    'jsr:@std/encoding@1': '1.0.5',
    'npm:chalk@5': '5.3.0',
    'npm:react-dom@18': '18.2.0_react@18.2.0',
    'npm:vite@5': '5.0.0',
  },
  jsr: { '@std/bytes@1.0.2': { integrity: MODULE }, '@std/encoding@1.0.5': { integrity: MODULE, dependencies: ['jsr:@std/bytes'] } },
  npm: {
    'chalk@5.3.0': { integrity: SHA512 },
    'react-dom@18.2.0_react@18.2.0': { integrity: SHA512, dependencies: ['react'] },
    'react@18.2.0': { integrity: SHA512 },
    'vite@5.0.0': { integrity: SHA512, dependencies: ['colors@npm:chalk@5.3.0'], optionalDependencies: ['fsevents'] },
  },
  redirects: { 'https://deno.land/std/a.ts': 'https://deno.land/std@0.1.0/a.ts' },
  remote: {
    'https://deno.land/std@0.140.0/path/mod.ts': MODULE,
    'https://deno.land/std@0.140.0/path/posix.ts': MODULE,
    'https://deno.land/x/oak@v12.0.0/mod.ts': MODULE,
    'https://esm.sh/v135/@s/pkg@1.0.0/es2022/pkg.mjs': MODULE,
    'https://raw.example/script.ts': MODULE,
  },
  workspace: {
    dependencies: ['jsr:@std/encoding@1', 'npm:chalk@5'],
    packageJson: { dependencies: ['npm:vite@5'] },
    members: { lib: { dependencies: ['npm:react-dom@18'] } },
  },
})

describe('deno-lock', () => {
  test('version 5: npm with peers and aliases, JSR, remote modules, workspace', () => {
    const files = { 'deno.lock': FIVE, 'package.json': '{"devDependencies":{"vite":"5"}}' }
    expect(extractionText(denoLock, files)).toMatchInlineSnapshot(`
      "deno-lock 5: partial, 9 packages, skipped 1 × further module of a listed package, skipped 1 × remote module without a version
      :22 pkg:npm/chalk@5.3.0 runtime direct sha512:010101
      :25 pkg:npm/react-dom@18.2.0 runtime direct sha512:010101
      :31 pkg:npm/react@18.2.0 runtime transitive sha512:010101
      :34 pkg:npm/vite@5.0.0 dev direct sha512:010101
      :11 pkg:jsr/%40std/bytes@1.0.2 runtime transitive
      :14 pkg:jsr/%40std/encoding@1.0.5 runtime direct
      :48 pkg:generic/deno.land/std@0.140.0 runtime transitive
      :50 pkg:generic/deno.land/x/oak@12.0.0 runtime transitive
      :51 pkg:npm/%40s/pkg@1.0.0 runtime transitive
        [· in .] → pkg:jsr/%40std/encoding@1.0.5
        [· in .] → pkg:npm/chalk@5.3.0
        [· in .] → pkg:npm/vite@5.0.0
        [· in lib] → pkg:npm/react-dom@18.2.0
        pkg:npm/react-dom@18.2.0 → pkg:npm/react@18.2.0
        pkg:npm/vite@5.0.0 → pkg:npm/chalk@5.3.0
        pkg:jsr/%40std/encoding@1.0.5 → pkg:jsr/%40std/bytes@1.0.2
        ! version-unpinned :52 https://raw.example/script.ts names no package and version: what is known of such code cannot be asked"
    `)
  })

  test('older versions and damage', () => {
    const npm = { 'a@1.0.0': { integrity: SHA512, dependencies: { b: 'b@2.0.0' } }, 'b@2.0.0': { integrity: SHA512, dependencies: {} } }
    const cases: readonly (readonly [name: string, text: string])[] = [
      ['version 1', text({ 'https://deno.land/x/oak@v12.0.0/mod.ts': MODULE })],
      ['version 2', text({ version: '2', remote: {}, npm: { specifiers: { 'a@1': 'a@1.0.0' }, packages: npm } })],
      ['version 3', text({ version: '3', packages: { specifiers: { 'npm:a@1': 'npm:a@1.0.0' }, npm }, remote: {} })],
      [
        'version 4',
        text({
          version: '4',
          specifiers: { 'npm:a@1': '1.0.0' },
          npm: { 'a@1.0.0': { integrity: SHA512, dependencies: ['b'] }, 'b@2.0.0': {} },
        }),
      ],
      ['an unknown version', text({ version: '6', npm: {} })],
      ['an unknown section', text({ version: '5', novel: {} })],
      ['a dependency that is not there', text({ version: '5', npm: { 'a@1.0.0': { dependencies: ['b'] } } })],
      ['cut off', FIVE.slice(0, 500)],
    ]
    const read = cases.map(([name, lock]) => `${name}\n${extractionText(denoLock, { 'deno.lock': lock })}`)
    expect(read.join('\n\n')).toMatchInlineSnapshot(`
      "version 1
      deno-lock 1: read, 1 packages
      :2 pkg:generic/deno.land/x/oak@12.0.0 runtime

      version 2
      deno-lock 2: read, 2 packages
      :9 pkg:npm/a@1.0.0 runtime direct sha512:010101
      :15 pkg:npm/b@2.0.0 runtime transitive sha512:010101
        [· in .] → pkg:npm/a@1.0.0
        pkg:npm/a@1.0.0 → pkg:npm/b@2.0.0

      version 3
      deno-lock 3: read, 2 packages
      :8 pkg:npm/a@1.0.0 runtime direct sha512:010101
      :14 pkg:npm/b@2.0.0 runtime transitive sha512:010101
        [· in .] → pkg:npm/a@1.0.0
        pkg:npm/a@1.0.0 → pkg:npm/b@2.0.0

      version 4
      deno-lock 4: read, 2 packages
      :7 pkg:npm/a@1.0.0 runtime direct sha512:010101
      :13 pkg:npm/b@2.0.0 runtime transitive
        [· in .] → pkg:npm/a@1.0.0
        pkg:npm/a@1.0.0 → pkg:npm/b@2.0.0

      an unknown version
      deno-lock 6: partial, 0 packages
        ! unsupported-version :? version "6" is not one of 1 to 5

      an unknown section
      deno-lock 5: partial, 0 packages
        ! unsupported-content :? not understood: novel

      a dependency that is not there
      deno-lock 5: partial, 1 packages
      :4 pkg:npm/a@1.0.0 runtime
        ! malformed :? 1 dependencies are not in the file, the first is "b"

      cut off
      deno-lock ?: failed, 0 packages
        ! malformed :17 not valid JSON: the text ends where a value is expected"
    `)
  })
})
