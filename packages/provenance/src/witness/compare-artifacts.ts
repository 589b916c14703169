import type { JsonValue } from '../encoding/json-value.ts'
import { asArray, asObject, isObject, textAt } from '../encoding/json-value.ts'
import type { DigestSet } from '../intoto/digest.ts'
import { compareDigests, readDigestSet, showDigests } from '../intoto/digest.ts'
import type { VerifiedStatement } from '../intoto/statement.ts'
import { Refused } from '../verdict/refused.ts'

const MATERIAL = /^https:\/\/witness\.dev\/attestations\/material\/v0\.1$/
const PRODUCT = /^https:\/\/witness\.dev\/attestations\/product\/v0\.1$/

type Artifacts = ReadonlyMap<string, DigestSet>

/**
 * Compares what a step took in with what another one had and made, as a witness policy asks by `artifactsFrom`: a path that both name is
 * the same file. Witness itself lets steps pass that name no path in common; here that is refused, since nothing was compared.
 */
export function compareArtifacts(step: VerifiedStatement, from: VerifiedStatement, name: string): void {
  const materials = artifactsOf(step, [MATERIAL])
  // What a step made of a file counts, not what it was before.
  const made = artifactsOf(from, [MATERIAL, PRODUCT])
  let compared = 0
  for (const [path, digest] of materials) {
    const other = made.get(path)
    if (other === undefined) continue
    const outcome = compareDigests(digest, other)
    if (outcome === 'weak') throw new Refused('weak-algorithm', `${path} is compared by digests that can be forged`)
    if (outcome !== 'equal')
      throw new Refused('digest-mismatch', `${path} is not the file that step ${name} left`, {
        expected: showDigests(other),
        found: showDigests(digest),
      })
    compared++
  }
  if (compared === 0) throw new Refused('evidence-missing', `the step took in no file of step ${name}`)
}

/** Files by path; those of later kinds take the place of earlier ones. */
function artifactsOf({ predicate }: VerifiedStatement, kinds: readonly RegExp[]): Artifacts {
  const entries = asArray(predicate['attestations'], 'The attestations of the collection')
  const found = new Map<string, DigestSet>()
  for (const kind of kinds) {
    for (const entry of entries) {
      if (!kind.test(textAt(entry, 'type') ?? '')) continue
      const attestation = asObject(asObject(entry, 'An attestation')['attestation'], 'The files of an attestation')
      for (const [path, value] of Object.entries(attestation)) found.set(path, readDigestSet(digestOf(value), `the digest of ${path}`))
    }
  }
  return found
}

/** Products have their digest beside their media type, materials are the digest. */
function digestOf(value: JsonValue): JsonValue | undefined {
  return isObject(value) && isObject(value['digest']) ? value['digest'] : value
}
