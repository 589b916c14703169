import type { Artifacts, Link } from './link.ts'
import { canonicalJson } from '../encoding/canonical-json.ts'
import type { JsonObject, JsonValue } from '../encoding/json-value.ts'
import type { EnvelopeSigner } from '../dsse/sign-envelope.ts'
import { signEnvelope } from '../dsse/sign-envelope.ts'
import { IN_TOTO_PAYLOAD_TYPE } from './statement.ts'

export interface LinkParts extends Pick<Link, 'name' | 'materials' | 'products' | 'command'> {
  /** `stdout`, `stderr`, `return-value` and the like. */
  readonly byproducts?: JsonObject
  readonly environment?: JsonObject
}

/** The payload of a link file (in-toto specification 1.0, section 4.4) over what a command was seen to do. */
export function makeLink(parts: LinkParts): JsonObject {
  return {
    _type: 'link',
    name: parts.name,
    command: [...parts.command],
    materials: artifactObject(parts.materials),
    products: artifactObject(parts.products),
    byproducts: parts.byproducts ?? {},
    environment: parts.environment ?? {},
  }
}

/** A link file as a DSSE envelope. */
export function signLink(link: JsonObject, signer: EnvelopeSigner): string {
  return signEnvelope(IN_TOTO_PAYLOAD_TYPE, canonicalJson(link), [signer])
}

/** A link file as a Metablock, the form every in-toto tool reads. */
export function signLinkMetablock(link: JsonObject, signer: EnvelopeSigner): string {
  const sig = signer.sign(canonicalJson(link)).toString('hex')
  return `${JSON.stringify({ signatures: [{ keyid: signer.keyid, sig }], signed: link }, null, 1)}\n`
}

/** `step.1234abcd.link` */
export function linkFileName(step: string, keyid: string): string {
  return `${step}.${keyid.slice(0, 8)}.link`
}

function artifactObject(artifacts: Artifacts): JsonObject {
  const entries = [...artifacts].toSorted(([left], [right]) => (left < right ? -1 : 1))
  return Object.fromEntries(entries.map(([path, digests]): [string, JsonValue] => [path, { ...digests }]))
}
