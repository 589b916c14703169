import { envelopeKey, parseEnvelope, preAuthEncoding, PublicKey, Trace, verifyEnvelope } from '@cupel/provenance'
import { afterAll, describe, expect, it } from 'vitest'
import { evidence, manifestRows } from './provenance-rows.ts'

interface Vector {
  readonly key: { readonly x: string; readonly y: string }
  readonly payload: string
  readonly payloadType: string
  readonly pae: string
  readonly envelope: { readonly signatures: readonly unknown[] }
}

const rows = manifestRows('dsse')
const judged: Readonly<Record<string, () => void>> = {
  'dsse/pae': () => {
    const { pae, payload, payloadType } = vector()
    expect(preAuthEncoding(payloadType, Buffer.from(payload)).toString()).toBe(pae)
  },
  'dsse/verify': () => {
    expect(verdict(vector().envelope, 1).outcome).toBe('verified')
  },
  'dsse/threshold': () => {
    const { envelope } = vector()
    const twice = { ...envelope, signatures: [...envelope.signatures, ...envelope.signatures] }
    const { root } = verdict(twice, 2)
    expect(root.steps.map((step) => [step.id, step.outcome, step.code])).toContainEqual(['signature', 'failed', 'threshold-not-met'])
  },
}

function vector(): Vector {
  return JSON.parse(evidence('dsse/hello-world.json').toString()) as Vector
}

function verdict(envelope: unknown, threshold: number) {
  const { x, y } = vector().key
  const part = (decimal: string) => Buffer.from(BigInt(decimal).toString(16).padStart(64, '0'), 'hex').toString('base64url')
  const key = PublicKey.fromJwk({ kty: 'EC', crv: 'P-256', x: part(x), y: part(y) }, 'the key')
  const keys = [envelopeKey(key, { scheme: 'ecdsa-sha256-p1363' })]
  return Trace.run('dsse', 'The envelope', (trace) => verifyEnvelope(parseEnvelope(JSON.stringify(envelope)), { keys, threshold }, trace))
}

describe.runIf(rows.length > 0)('DSSE vectors', () => {
  let right = 0
  it.each(rows)('$id', ({ id }) => {
    judged[id]!()
    right += 1
  })
  afterAll(() => console.log(`dsse: ${right} of ${rows.length} rows right`))
})
