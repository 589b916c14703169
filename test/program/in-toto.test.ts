import { spawnSync } from 'node:child_process'
import { createPrivateKey } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { cupel } from './cupel.ts'
import { keyPair } from './signing.ts'

/** The reference implementation of in-toto, from PATH or the folder in CUPEL_IN_TOTO; where it is not installed, nothing is compared. */
const PATH = [process.env['CUPEL_IN_TOTO'] ?? '', process.env['PATH'] ?? ''].filter((part) => part !== '').join(delimiter)
const version = spawnSync('in-toto-run', ['--version'], { env: { ...process.env, PATH }, encoding: 'utf8' })
const isThere = version.status === 0
/** Debian's 1.3 has other options and key files than what came after it, and no envelopes. */
const isOld =
  isThere && !spawnSync('in-toto-run', ['--help'], { env: { ...process.env, PATH }, encoding: 'utf8' }).stdout.includes('--signing-key')
if (!isThere) console.log('in-toto: not compared, in-toto-run is not installed (pip install in-toto, then CUPEL_IN_TOTO=its bin folder)')

const NEW_KEYS = `import sys
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from in_toto.models.layout import Layout, Step
from in_toto.models.metadata import Envelope, Metablock
from securesystemslib.signer import CryptoSigner

def signer(path):
    return CryptoSigner(load_pem_private_key(open(path, "rb").read(), None))

owner, key, form = signer("owner.pem"), signer("worker.pem").public_key, sys.argv[1]
keyid, described = key.keyid, {"keyid": key.keyid, **key.to_dict()}
`

const OLD_KEYS = `import json
import sys
from in_toto.models.layout import Layout, Step
from in_toto.models.metadata import Metablock
from securesystemslib import interface

form, kind = sys.argv[1], sys.argv[2]
owner = interface.import_rsa_privatekey_from_file("owner.pem")
described = interface.import_publickeys_from_file(["worker.key.pub"], [kind])
keyid, described = list(described.items())[0]
if kind != "rsa":
    private = {"keyid": keyid, **json.load(open("worker.key"))}
    json.dump(private, open("worker.key", "w"))
`

/** A layout of two steps that hand on one file, for the keys of one worker, signed by its owner. Prints the worker's key id. */
const LAYOUT = `${isOld ? OLD_KEYS : NEW_KEYS}
write, pack = Step(name="write"), Step(name="pack")
for step in (write, pack):
    step.pubkeys = [keyid]
write.expected_products = [["CREATE", "out.txt"], ["DISALLOW", "*"]]
pack.expected_materials = [["MATCH", "out.txt", "WITH", "PRODUCTS", "FROM", "write"], ["DISALLOW", "*"]]
pack.expected_products = [["CREATE", "out.tar"], ["ALLOW", "out.txt"], ["DISALLOW", "*"]]
layout = Layout(expires="2999-01-01T00:00:00Z", steps=[write, pack], keys={keyid: described})
metadata = Envelope.from_signable(layout) if form == "dsse" else Metablock(signed=layout)
metadata.${isOld ? 'sign' : 'create_signature'}(owner)
metadata.dump("root.layout")
print(keyid)
`

const OLD_KINDS = { ed25519: 'ed25519', 'P-256': 'ecdsa', rsa: 'rsa' } as const

/** The key files of the old versions: PEM for RSA, JSON for others. */
function oldKeyFiles(kind: keyof typeof OLD_KINDS, pair: { readonly private: string; readonly public: string }): readonly [string, string] {
  if (kind === 'rsa') return [pair.private, pair.public]
  const jwk = createPrivateKey(pair.private).export({ format: 'jwk' })
  const hex = (part: string | undefined): string => Buffer.from(part ?? '', 'base64url').toString('hex')
  const values = kind === 'ed25519' ? { public: hex(jwk.x), private: hex(jwk.d) } : { public: pair.public, private: pair.private }
  const scheme = kind === 'ed25519' ? 'ed25519' : 'ecdsa-sha2-nistp256'
  const file = (keyval: object): string =>
    JSON.stringify({ keytype: OLD_KINDS[kind], scheme, keyid_hash_algorithms: ['sha256', 'sha512'], keyval })
  return [file(values), file({ public: values.public })]
}

const COMMANDS = { write: ['cp', 'in.txt', 'out.txt'], pack: ['cp', 'out.txt', 'out.tar'] } as const
const FILES = { write: [[], ['out.txt']], pack: [['out.txt'], ['out.tar', 'out.txt']] } as const
type StepName = keyof typeof COMMANDS

describe.skipIf(!isThere)('in-toto and cupel', () => {
  const folders: string[] = []
  let agreed = 0
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
    console.log(`in-toto: ${agreed} verdicts agree with ${version.stdout.trim() || 'in-toto'}`)
  })

  /** A folder with keys, a signed layout and the links of both steps, made by one of the two. */
  function chain(kind: keyof typeof OLD_KINDS, form: string, by: 'in-toto' | 'cupel'): string {
    const folder = mkdtempSync(join(tmpdir(), 'cupel-test-'))
    folders.push(folder)
    for (const name of ['owner', 'worker']) {
      const own = name === 'worker' ? kind : isOld ? 'rsa' : 'ed25519'
      const pair = keyPair(own)
      writeFileSync(join(folder, `${name}.pem`), pair.private)
      writeFileSync(join(folder, `${name}.pub`), pair.public)
      const [privateFile, publicFile] = oldKeyFiles(own, pair)
      writeFileSync(join(folder, `${name}.key`), privateFile)
      writeFileSync(join(folder, `${name}.key.pub`), publicFile)
    }
    writeFileSync(join(folder, 'in.txt'), 'what goes in')
    writeFileSync(join(folder, 'layout.py'), LAYOUT)
    // The tools are scripts of the Python that has the library beside them.
    const python = readFileSync(tool('in-toto-run'), 'utf8').split('\n')[0]?.replace('#!', '').trim() ?? 'python3'
    const keyId = ran(folder, python, 'layout.py', form, OLD_KINDS[kind]).trim()
    for (const step of Object.keys(COMMANDS) as StepName[]) {
      const [materials, products] = FILES[step]
      const command = ['--', ...COMMANDS[step]]
      if (by === 'in-toto') {
        const lists = [...(materials.length === 0 ? [] : ['-m', ...materials]), '-p', ...products]
        const key = isOld ? ['--key', 'worker.key', '--key-type', OLD_KINDS[kind]] : ['--signing-key', 'worker.pem']
        ran(folder, 'in-toto-run', '-n', step, ...key, ...(form === 'dsse' ? ['--use-dsse'] : []), ...lists, ...command)
      } else {
        const lists = [...materials.flatMap((path) => ['-m', path]), ...products.flatMap((path) => ['-p', path])]
        const flags = ['--step', step, '--key', 'worker.pem', '--key-id', keyId, ...(form === 'dsse' ? ['--envelope'] : [])]
        const { code, stderr } = cupel(['attest', 'run', ...flags, ...lists, ...command], { cwd: folder })
        expect([code, stderr.startsWith('link of step')]).toEqual([0, true])
      }
    }
    return folder
  }

  /** Both verdicts on the chain in a folder. */
  function verdicts(folder: string): { readonly cupel: boolean; readonly inToto: boolean } {
    const own = cupel(['verify', 'layout', 'root.layout', '--key', 'owner.pub'], { cwd: folder })
    expect([0, 5]).toContain(own.code)
    const keys = isOld ? ['--layout-keys', 'owner.pub', '--key-types', 'rsa'] : ['--verification-keys', 'owner.pub']
    const args = ['--layout', 'root.layout', ...keys, '--link-dir', '.']
    const { status } = spawnSync('in-toto-verify', args, { cwd: folder, env: { ...process.env, PATH } })
    return { cupel: own.code === 0, inToto: status === 0 }
  }

  function expectBoth(folder: string, good: boolean): void {
    expect(verdicts(folder)).toEqual({ cupel: good, inToto: good })
    agreed++
  }

  const makers = ['in-toto', 'cupel'] as const
  const cases = makers.flatMap((by) =>
    (['ed25519', 'P-256', 'rsa'] as const).flatMap((kind) =>
      (isOld ? ['plain'] : ['plain', 'dsse']).map((form) => [by, kind, form] as const),
    ),
  )
  test.each(cases)('links made by %s with %s keys, %s', (by, kind, form) => {
    const folder = chain(kind, form, by)
    expectBoth(folder, true)
    const links = readdirSync(folder).filter((name) => name.endsWith('.link'))
    expect(links).toHaveLength(2)
    const [file = ''] = links
    const whole = readFileSync(join(folder, file), 'utf8')
    // The digest of a product changed, the signature changed, and the link gone.
    writeFileSync(join(folder, file), altered(whole, form))
    expectBoth(folder, false)
    writeFileSync(
      join(folder, file),
      whole.replace(/"sig": ?"(.)/, (_, first: string) => `"sig":"${first === 'A' || first === 'a' ? 'b' : 'a'}`),
    )
    expectBoth(folder, false)
    rmSync(join(folder, file))
    expectBoth(folder, false)
  })

  function tool(name: string): string {
    const path = PATH.split(delimiter)
      .map((folder) => join(folder, name))
      .find((file) => spawnSync('test', ['-f', file]).status === 0)
    if (path === undefined) throw new Error(`${name} is not there`)
    return path
  }

  function ran(folder: string, program: string, ...args: readonly string[]): string {
    const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, env: { ...process.env, PATH }, encoding: 'utf8' })
    if (status !== 0) throw new Error(`${program}: ${stderr}`)
    return stdout
  }
})

/** Another digest under the same signature. */
function altered(link: string, form: string): string {
  const swap = (text: string): string => text.replace(/"sha256": ?"(.)/, (_, first: string) => `"sha256":"${first === '0' ? '1' : '0'}`)
  if (form !== 'dsse') return swap(link)
  const envelope = JSON.parse(link) as { payload: string }
  return JSON.stringify({
    ...envelope,
    payload: Buffer.from(swap(Buffer.from(envelope.payload, 'base64').toString('utf8'))).toString('base64'),
  })
}
