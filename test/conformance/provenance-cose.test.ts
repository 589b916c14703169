import type { CoseMessage, Trace as TraceType } from '@cupel/provenance'
import { PublicKey, Trace, verifyCose } from '@cupel/provenance'
import { afterAll, describe, expect, it } from 'vitest'
import type { Failure } from './provenance-rows.ts'
import { evidence, failureOf, manifestRows } from './provenance-rows.ts'

interface KeyParts {
  readonly kty: string
  readonly crv: string
  readonly x?: string
  readonly y?: string
  readonly x_hex?: string
  readonly y_hex?: string
}

interface Signer {
  readonly key: KeyParts
  readonly external?: string
}

interface Vector {
  readonly input: { readonly sign0?: Signer; readonly sign?: { readonly signers: readonly Signer[] } }
  readonly output: { readonly cbor: string }
}

/** What each vector changes, and the step and code that find it. */
const WHY: Readonly<Record<string, Failure>> = {
  'Wrong CBOR Tag': ['message', 'unsupported-version'],
  'Change signature': ['signature', 'signature-invalid'],
  'Change Sign Algorithm': ['signature', 'unsupported-algorithm'],
  'Add protected attribute': ['signature', 'signature-invalid'],
  'Remove protected attribute': ['signature', 'signature-invalid'],
}

const rows = manifestRows('cose')

describe.runIf(rows.length > 0)('COSE', () => {
  let right = 0
  it.each(rows)('$expected $id', (row) => {
    const { outcome, root } = Trace.run('cose', 'Message', (trace: TraceType) => judge(row.files[0]!, trace))
    if (row.expected === 'FAIL') expect(failureOf(root)).toEqual(WHY[row.why.split(': ')[1]!])
    else expect(failureOf(root) ?? outcome).toBe('verified')
    right += 1
  })
  afterAll(() => console.log(`cose: ${right} of ${rows.length} rows right`))
})

/** The one vector that does not protect its algorithm; refused unless asked for. */
const UNPROTECTED = 'cose/sign1-tests/sign-pass-01.json'

function judge(file: string, trace: TraceType): unknown {
  const { input, output } = JSON.parse(evidence(file).toString()) as Vector
  const signers = input.sign0 === undefined ? input.sign!.signers : [input.sign0]
  const untagged: CoseMessage['kind'] = input.sign0 === undefined ? 'sign' : 'sign1'
  const unprotectedAlgorithm = file === UNPROTECTED
  const external = signers[0]?.external
  const aad = external === undefined ? {} : { externalAad: Buffer.from(external, 'hex') }
  return verifyCose(
    Buffer.from(output.cbor, 'hex'),
    { keys: signers.map(({ key }) => keyOf(key)), untagged, ...aad, unprotectedAlgorithm },
    trace,
  )
}

function keyOf({ kty, crv, x, y, x_hex, y_hex }: KeyParts): PublicKey {
  const part = (text: string | undefined, hex: string | undefined) => text ?? Buffer.from(hex ?? '', 'hex').toString('base64url')
  const point = { kty, crv, x: part(x, x_hex) }
  return PublicKey.fromJwk(kty === 'OKP' ? point : { ...point, y: part(y, y_hex) }, 'the key')
}
