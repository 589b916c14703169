import type { JsonValue } from '../encoding/json-value.ts'
import { asObject, asString } from '../encoding/json-value.ts'
import { readPgpKeyring } from '../openpgp/keyring.ts'
import { readSshPublicKey } from '../ssh/ssh-public-key.ts'
import { Refused } from '../verdict/refused.ts'

/** A key of gittuf metadata. Sigstore “keys” are an identity and who vouches for it. */
export type GittufKey =
  | { readonly kind: 'ssh'; readonly id: string; readonly blob: Buffer }
  | { readonly kind: 'openpgp'; readonly id: string; readonly armour: string }
  | { readonly kind: 'sigstore'; readonly id: string; readonly identity: string; readonly issuer: string }

/** Somebody a rule can name: a key alone, or a person with keys and names at code review systems. */
export interface GittufPrincipal {
  readonly id: string
  readonly keys: readonly GittufKey[]
  /** Name at an app: `https://gittuf.dev/github-app` to `alice+123`. */
  readonly identities: ReadonlyMap<string, string>
}

/** Reads the `principals` of root or rule metadata (versions 0.2). Keys of unknown type vouch for nothing and are left out. */
export function readPrincipals(value: JsonValue | undefined): ReadonlyMap<string, GittufPrincipal> {
  const principals = new Map<string, GittufPrincipal>()
  for (const [id, body] of Object.entries(asObject(value ?? {}, 'principals'))) {
    const fields = asObject(body, 'a principal')
    if (fields['personID'] === undefined) {
      principals.set(id, { id, keys: readKey(id, fields), identities: new Map() })
      continue
    }
    const keys = Object.entries(asObject(fields['keys'] ?? {}, 'keys')).flatMap(([keyId, key]) => readKey(keyId, asObject(key, 'a key')))
    const identities = Object.entries(asObject(fields['associatedIdentities'] ?? {}, 'associatedIdentities'))
    principals.set(id, { id, keys, identities: new Map(identities.map(([app, name]) => [app, asString(name, 'an identity')])) })
  }
  return principals
}

function readKey(id: string, fields: { readonly [name: string]: JsonValue | undefined }): readonly GittufKey[] {
  if (asString(fields['keyid'], 'keyid') !== id) throw new Refused('content-mismatch', 'a key stands under another name than its own')
  const values = asObject(fields['keyval'], 'keyval')
  const type = asString(fields['keytype'], 'keytype')
  if (type === 'ssh') return [{ kind: 'ssh', id, blob: Buffer.from(asString(values['public'], 'public'), 'base64') }]
  if (type === 'gpg') return [{ kind: 'openpgp', id, armour: asString(values['public'], 'public') }]
  if (type !== 'sigstore-oidc') return []
  return [{ kind: 'sigstore', id, identity: asString(values['identity'], 'identity'), issuer: asString(values['issuer'], 'issuer') }]
}

/** What people know a key by, worked out of the key itself: metadata may call it anything. */
export function gittufKeyName(key: GittufKey): string {
  if (key.kind === 'ssh') return readSshPublicKey(key.blob).fingerprint
  if (key.kind === 'sigstore') return `${key.identity}::${key.issuer}`
  return readPgpKeyring(key.armour).certificates[0]?.primary.key.fingerprint ?? ''
}
