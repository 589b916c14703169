import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../encoding/canonical-json.ts'
import type { JsonObject } from '../encoding/json-value.ts'
import { spkiFingerprint } from '../keys/key-id.ts'
import { PublicKey } from '../keys/public-key.ts'
import { Trace } from '../verdict/trace.ts'
import { layoutKeyFromPem } from './layout-key.ts'
import { linkFileName, makeLink, signLink, signLinkMetablock } from './make-link.ts'
import type { LayoutOptions } from './verify-layout.ts'
import { verifyLayout } from './verify-layout.ts'

const NOW = new Date('2026-01-01T00:00:00Z')
const OUT = { sha256: 'aa'.repeat(32) }
const OTHER = { sha256: 'bb'.repeat(32) }

function person() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const key = PublicKey.fromKeyObject(publicKey, 'a key')
  const keyid = spkiFingerprint(key)
  const entry = { keyid, keytype: 'ed25519', scheme: 'ed25519', keyval: { public: key.raw.toString('hex') } }
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  return { keyid, entry, pem, signer: { keyid, sign: (message: Buffer) => sign(null, message, privateKey) } }
}

const [owner, bob, carl] = [person(), person(), person()]

function layout(change: object = {}): JsonObject {
  return {
    _type: 'layout',
    expires: '2030-01-01T00:00:00Z',
    readme: '',
    keys: { [bob.keyid]: bob.entry, [carl.keyid]: carl.entry },
    steps: [
      {
        _type: 'step',
        name: 'build',
        threshold: 1,
        pubkeys: [bob.keyid, carl.keyid],
        expected_command: ['make', '{TARGET}'],
        expected_materials: [],
        expected_products: [
          ['CREATE', 'out'],
          ['DISALLOW', '*'],
        ],
      },
    ],
    inspect: [],
    ...change,
  } as JsonObject
}

function step(change: object): JsonObject {
  const [first] = layout()['steps'] as readonly JsonObject[]
  return layout({ steps: [{ ...first, ...change }] })
}

function link(products: Record<string, typeof OUT> = { out: OUT }, name = 'build'): JsonObject {
  return makeLink({ name, materials: new Map(), products: new Map(Object.entries(products)), command: ['make', 'all'] })
}

const BOB = linkFileName('build', bob.keyid)
const CARL = linkFileName('build', carl.keyid)

function metablock(payload: JsonObject, signers = [owner]): Buffer {
  const signatures = signers.map(({ keyid, signer }) => ({ keyid, sig: signer.sign(canonicalJson(payload)).toString('hex') }))
  return Buffer.from(JSON.stringify({ signed: payload, signatures }))
}

function verify(root: Buffer, links: Record<string, string>, options: Partial<LayoutOptions> = {}) {
  const files = new Map(Object.entries(links).map(([name, text]) => [name, Buffer.from(text)]))
  const layoutKeys = [layoutKeyFromPem(owner.pem)]
  return Trace.run('layout', 'Layout', (trace) => {
    return verifyLayout(root, { layoutKeys, files, now: NOW, parameters: { TARGET: 'all' }, ...options }, trace)
  })
}

function flat(node: ReturnType<typeof verify>['root']): readonly string[] {
  const own =
    node.outcome === 'warned' || (node.outcome === 'failed' && node.code !== undefined) ? [`${node.outcome} ${node.id} ${node.code}`] : []
  return [...own, ...node.steps.flatMap(flat)]
}

const good = signLinkMetablock(link(), bob.signer)

describe('verifyLayout', () => {
  it.each<[string, Buffer, Record<string, string>, readonly string[]]>([
    ['a link as Metablock', metablock(layout()), { [BOB]: good }, []],
    ['a link in DSSE', metablock(layout()), { [BOB]: signLink(link(), bob.signer) }, []],
    [
      'another command',
      metablock(layout()),
      { [BOB]: signLinkMetablock({ ...link(), command: ['sh'] }, bob.signer) },
      ['warned step-build content-mismatch'],
    ],
    [
      'another name inside',
      metablock(layout()),
      { [BOB]: signLinkMetablock(link({ out: OUT }, 'x'), bob.signer) },
      ['warned step-build content-mismatch'],
    ],
    [
      'two links that differ',
      metablock(layout()),
      { [BOB]: good, [CARL]: signLinkMetablock(link({ out: OTHER }), carl.signer) },
      ['warned step-build content-mismatch'],
    ],
  ])('accepts: %s', (_, root, links, warnings) => {
    const { outcome, root: tree } = verify(root, links)
    expect([outcome, ...flat(tree)]).toEqual(['verified', ...warnings])
  })

  it.each<[string, Buffer, Record<string, string>, string]>([
    ['expired', metablock(layout({ expires: '2025-12-31T00:00:00Z' })), { [BOB]: good }, 'failed expiry expired'],
    ['signed by somebody else', metablock(layout(), [bob]), { [BOB]: good }, 'failed layout-signature signer-unknown'],
    ['not signed', metablock(layout(), []), { [BOB]: good }, 'failed layout-signature evidence-missing'],
    ['no link', metablock(layout()), {}, 'failed step-build evidence-missing'],
    ['threshold 2 with one', metablock(step({ threshold: 2 })), { [BOB]: good }, 'failed step-build evidence-missing'],
    [
      'threshold 2, both files by one',
      metablock(step({ threshold: 2 })),
      { [BOB]: good, [CARL]: good },
      'failed step-build threshold-not-met',
    ],
    [
      'a product more',
      metablock(layout()),
      { [BOB]: signLinkMetablock(link({ out: OUT, evil: OUT }), bob.signer) },
      'failed rules rule-violated',
    ],
    [
      'an inspection nobody may run',
      metablock(layout({ inspect: [{ name: 'i', run: 'x' }] })),
      { [BOB]: good },
      'failed inspections evidence-missing',
    ],
    ['a step twice', metablock(layout({ inspect: [{ name: 'build', run: 'x' }] })), { [BOB]: good }, 'failed layout malformed'],
    ['a name that leaves the folder', metablock(step({ name: '../build' })), { [BOB]: good }, 'failed layout malformed'],
    ['not a rule', metablock(step({ expected_products: [['MATCH', 'x']] })), { [BOB]: good }, 'failed layout malformed'],
  ])('refuses: %s', (_, root, links, expected) => {
    const { outcome, root: tree } = verify(root, links)
    expect(outcome).toBe('refused')
    expect(flat(tree)).toContain(expected)
  })

  it('judges what inspections found and never runs one itself', () => {
    const root = metablock(
      layout({
        inspect: [
          {
            name: 'look',
            run: 'ls {TARGET}',
            expected_products: [
              ['MATCH', 'out', 'WITH', 'PRODUCTS', 'FROM', 'build'],
              ['DISALLOW', '*'],
            ],
          },
        ],
      }),
    )
    const seen: string[] = []
    const inspect = (exitCode: number, digest: typeof OUT) => {
      return verify(
        root,
        { [BOB]: good },
        {
          inspect: ({ run }) => {
            seen.push(run.join(' '))
            return { exitCode, materials: new Map(), products: new Map([['out', digest]]) }
          },
        },
      )
    }
    expect(inspect(0, OUT).outcome).toBe('verified')
    expect(flat(inspect(1, OUT).root)).toContain('failed inspections rule-violated')
    expect(flat(inspect(0, OTHER).root)).toContain('failed inspection-rules rule-violated')
    expect(seen).toEqual(['ls all', 'ls all', 'ls all'])
  })

  it('verifies a layout inside a layout with its own links', () => {
    const inner = layout({ keys: { [carl.keyid]: carl.entry } })
    const outer = metablock(layout())
    const stem = BOB.replace('.link', '')
    const sublayout = metablock({ ...inner, steps: [{ ...(inner['steps'] as readonly JsonObject[])[0]!, pubkeys: [carl.keyid] }] }, [
      bob,
    ]).toString()
    const made = verify(outer, { [BOB]: sublayout, [`${stem}/${CARL}`]: signLinkMetablock(link(), carl.signer) })
    expect([made.outcome, made.value?.summary.products.get('out')]).toEqual(['verified', OUT])
    expect(flat(verify(outer, { [BOB]: sublayout }).root)).toContain('failed step-build evidence-missing')
  })
})
