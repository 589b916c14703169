import { gzipSync, brotliCompressSync, deflateSync } from 'node:zlib'
import { memoryTree } from '@cupel/source'
import { describe, expect, test } from 'vitest'
import { gatherFacts } from '../facts/gather-facts.ts'
import { assess } from '../scorecard/assess.ts'
import { triageBinaries } from './triage.ts'

type Files = Record<string, string | Uint8Array>

/** Bytes that look random and are the same in every run. */
function noise(length: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(length)
  let state = seed
  for (let at = 0; at < length; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    bytes[at] = state >>> 24
  }
  return bytes
}

function elf(type = 2): Buffer {
  const bytes = Buffer.concat([Buffer.from('7f454c46020101', 'hex'), Buffer.alloc(57), noise(400)])
  bytes.writeUInt16LE(type, 16)
  bytes.writeUInt16LE(62, 18)
  return bytes
}

function pe(): Buffer {
  const bytes = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(254), noise(200)])
  bytes.writeUInt32LE(128, 60)
  bytes.write('PE\0\0', 128, 'latin1')
  bytes.writeUInt16LE(0x8664, 132)
  return bytes
}

const wasm = Buffer.concat([Buffer.from('0061736d01000000', 'hex'), noise(200)])
const jar = Buffer.concat([
  Buffer.from('PK\x03\x04', 'latin1'),
  Buffer.alloc(26),
  Buffer.from('META-INF/MANIFEST.MFcom/x/Main.class'),
  noise(300),
])
const xz = Buffer.concat([Buffer.from('fd377a585a0000', 'hex'), noise(900)])
const gz = gzipSync(noise(800))
const encoded = `${gz
  .toString('base64')
  .match(/.{1,76}/g)
  ?.join('\n')}\n`
const hex = `${gz
  .toString('hex')
  .match(/.{1,80}/g)
  ?.join('\n')}\n`

/** Ways to have a build take up what nobody reads: named after what carries it. None may pass. */
const PLANTS: readonly (readonly [name: string, files: Files])[] = [
  [
    'm4 that finds a corrupt archive by its contents',
    {
      'm4/build-to-host.m4': `AC_DEFUN([gl_BUILD], [\n  gl_am_conf=\`grep -aErls "#{4}[[:alnum:]]{5}#{4}$" $srcdir/ 2>/dev/null\`\n  if test -n "$gl_am_conf"; then\n    x=1\n  fi\n  gl_map='tr "\\t \\-_" " \\t_\\-"'\n  # far below\n\n\n\n\n\n\n\n  gl_conf='sed "r\\n" $gl_am_conf | eval $gl_map | xz -d 2>/dev/null'\n  eval $gl_conf | $SHELL\n])`,
      'tests/files/bad-3-corrupt_lzma2.xz': noise(600, 3),
    },
  ],
  [
    'Makefile that pipes an archive into a shell',
    { Makefile: 'all:\n\txz -dc tests/files/good-large.xz | sh\n', 'tests/files/good-large.xz': xz },
  ],
  [
    'CMake that links what it unpacks',
    {
      'CMakeLists.txt':
        'execute_process(COMMAND tar -xzf ${CMAKE_SOURCE_DIR}/test/data/vectors.tgz)\nadd_library(core STATIC src/a.c vectors.o)\n',
      'test/data/vectors.tgz': gz,
    },
  ],
  [
    'build.rs that runs what it decodes',
    {
      'build.rs':
        'fn main() {\n  let b = include_bytes!("tests/data/blob.bin");\n  std::fs::write("x", decompress(b)).unwrap();\n  std::process::Command::new("./x").status().unwrap();\n}\n',
      'tests/data/blob.bin': noise(4000),
    },
  ],
  [
    'setup.py that executes encoded text',
    {
      'setup.py': "import base64, zlib\nexec(zlib.decompress(base64.b64decode(open('tests/data/sample.txt').read())))\n",
      'tests/data/sample.txt': encoded,
    },
  ],
  [
    'package.json whose install script inflates a fixture',
    {
      'package.json': '{"scripts":{"postinstall":"node scripts/prepare.js"}}',
      'scripts/prepare.js':
        "const z = require('zlib')\nnew Function(z.gunzipSync(require('fs').readFileSync('test/fixtures/table.bin')))()\n",
      'test/fixtures/table.bin': gz,
    },
  ],
  [
    'configure.ac that decrypts test data',
    {
      'configure.ac': 'AC_INIT\nopenssl enc -d -aes-256-cbc -in $srcdir/tests/vector.dat -k x | $SHELL | sh\n',
      'tests/vector.dat': noise(5000),
    },
  ],
  [
    'meson that decodes base64',
    { 'meson.build': "run_command('sh', '-c', 'base64 -d tests/data/logo.txt | sh')\n", 'tests/data/logo.txt': encoded },
  ],
  [
    'Gradle that unzips test resources',
    {
      'build.gradle': "task gen { ant.unzip(src: 'src/test/resources/corpus.zip', dest: 'build')\n exec { commandLine 'build/run' } }\n",
      'src/test/resources/corpus.zip': Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), noise(800)]),
    },
  ],
  [
    'Maven that unzips test resources',
    {
      'pom.xml':
        '<project><target><unzip src="src/test/resources/corpus.zip" dest="target"/>\n<exec executable="target/run"/></target></project>',
      'src/test/resources/corpus.zip': Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), noise(800)]),
    },
  ],
  [
    'workflow that writes a program from hex',
    {
      '.github/workflows/ci.yml':
        'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: xxd -r -p tests/golden.hex > /tmp/a && chmod +x /tmp/a && /tmp/a\n',
      'tests/golden.hex': hex,
    },
  ],
  [
    'Dockerfile that unpacks test data',
    { Dockerfile: 'FROM x\nRUN tar xf tests/rootfs.tar.gz && ./rootfs/run\n', 'tests/rootfs.tar.gz': gz },
  ],
  [
    'object file of test data that is linked',
    { Makefile: 'prog: main.o\n\t$(CC) -o $@ main.o tests/bin/helper.o && strings tests/bin/helper.o\n', 'tests/bin/helper.o': elf(1) },
  ],
  ['program named like a picture', { 'docs/logo.png': elf() }],
  ['Windows program named like a text', { 'tests/notes.txt': pe() }],
  ['jar named like JSON', { 'src/test/resources/data.json': jar }],
  ['WebAssembly named like a table', { 'testdata/numbers.csv': wasm }],
  [
    'Rakefile that runs encoded text',
    { Rakefile: 'task :gem do\n  system("base64 -d test/fixtures/names.b64 | ruby")\nend\n', 'test/fixtures/names.b64': encoded },
  ],
  [
    'Makefile.am that cuts an object out of an image',
    {
      'src/Makefile.am': 'libfoo.o:\n\tdd if=$(srcdir)/../tests/disk.img bs=1 skip=512 | gunzip > libfoo.o\n',
      'tests/disk.img': noise(6000),
    },
  ],
  [
    'autogen.sh that takes slices',
    {
      'autogen.sh': '#!/bin/sh\nhead -c 2048 tests/corrupt-tail.bin | tail -c +1024 | xz -dc | bash\n',
      'tests/corrupt-tail.bin': noise(5000),
    },
  ],
  [
    'conftest.py that unmarshals',
    {
      'conftest.py': "import marshal\nexec(marshal.loads(open('tests/data/cache.bin', 'rb').read()))\n",
      'tests/data/cache.bin': noise(3000),
    },
  ],
  [
    'script that evaluates what it decrypts',
    {
      'scripts/build.sh': '#!/bin/bash\neval "$(openssl smime -decrypt -in tests/certs/chain.der -inkey k)"\n',
      'tests/certs/chain.der': noise(3000),
    },
  ],
  [
    'project file that decodes by PowerShell',
    {
      'app.csproj':
        '<Project><PropertyGroup><PreBuildEvent>powershell iex ([Text.Encoding]::ASCII.GetString([Convert]::FromBase64String((gc tests\\payload.txt))))</PreBuildEvent></PropertyGroup></Project>',
      'tests/payload.txt': encoded,
    },
  ],
  [
    'binding.gyp that links an archive',
    {
      'binding.gyp': "{ 'targets': [{ 'actions': [{ 'action': ['tar', '-xzf', 'test/vectors.tgz'] }], 'libraries': ['vectors.o'] }] }\n",
      'test/vectors.tgz': gz,
    },
  ],
  [
    'script that sweeps the test folder',
    {
      'scripts/gen.sh': '#!/bin/sh\nfind tests -name \'*.dat\' | while read f; do\n  tail -c 900 "$f" | gunzip | sh\ndone\n',
      'tests/waves/a.dat': noise(5000),
    },
  ],
  [
    'name put together from a variable',
    { Makefile: 'N=large\nall:\n\txz -dc "tests/files/good-$(N).xz" | sh\n', 'tests/files/good-large.xz': xz },
  ],
]

async function factsOf(files: Files) {
  return gatherFacts(memoryTree(files), null, { asOf: '2026-01-01T00:00:00Z', project: { name: 'x', url: '', forge: 'none', commit: '' } })
}

describe('planted programs', () => {
  test.each(PLANTS)('%s does not pass', async (_name, files) => {
    const facts = await factsOf({ 'src/main.c': 'int main(void) { return 0; }\n', ...files })
    const { checks } = assess(facts, { checks: ['Binary-Artifacts'] })
    expect(triageBinaries(facts).map(({ verdict }) => verdict)).toContain('planted')
    expect(checks[0]?.score).toBe(0)
  })
})

/** What real projects keep and is no plant. */
const HARMLESS: readonly (readonly [name: string, files: Files])[] = [
  [
    'archives that tests read',
    {
      'tests/files/good.xz': xz,
      'tests/test_files.sh': '#!/bin/sh\nfor f in good; do xz -t tests/files/$f.xz || exit 1; done\n',
      Makefile: 'check:\n\tsh tests/test_files.sh\n',
    },
  ],
  ['a program among test data that no build names', { 'testdata/hello.elf': elf(), 'reader_test.go': 'open("testdata/hello.elf")\n' }],
  ['a compressed corpus beside a Makefile', { 'tests/corpus.tar.gz': gz, Makefile: 'dist:\n\ttar czf out.tar.gz src\n' }],
  ['a picture', { 'docs/logo.png': Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), noise(4000)]) }],
  [
    'certificates and keys',
    {
      'tests/certs/ca.pem': `-----BEGIN CERTIFICATE-----\n${encoded}-----END CERTIFICATE-----\n`,
      Makefile: 'check:\n\topenssl verify -CAfile tests/certs/ca.pem x.pem && ./run-tests\n',
    },
  ],
  [
    'snapshots that a build copies',
    { 'test/__snapshots__/a.snap': brotliCompressSync(noise(600)), 'package.json': '{"scripts":{"test":"vitest"}}' },
  ],
  [
    'deflated test vectors read by a test program',
    { 'tests/zlib/vec.bin': deflateSync(noise(900)), 'tests/test_zlib.py': "zlib.decompress(open('tests/zlib/vec.bin','rb').read())\n" },
  ],
]

test.each(HARMLESS)('%s is no plant', async (_name, files) => {
  const facts = await factsOf(files)
  expect(triageBinaries(facts).filter(({ verdict }) => verdict === 'planted' || verdict === 'unexplained')).toEqual([])
})

test('a class whose source stands beside it is told from one without', async () => {
  const bytes = Buffer.concat([Buffer.from('cafebabe00000034', 'hex'), noise(100)])
  const facts = await factsOf({ 'src/com/x/Main.class': bytes, 'src/com/x/Main.java': 'class Main {}\n', 'lib/Other.class': bytes })
  expect(triageBinaries(facts).map(({ path, verdict }) => [path, verdict])).toEqual([
    ['lib/Other.class', 'unexplained'],
    ['src/com/x/Main.class', 'built'],
  ])
})
