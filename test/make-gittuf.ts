import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { preAuthEncoding, readSshPublicKey, signSshSignature } from '@cupel/provenance'
import { fixedEd25519 } from './make-openpgp.ts'

export type GittufKey = ReturnType<typeof gittufKey>

/** An SSH key as gittuf's metadata describes it, the same each time. */
export function gittufKey(fill: number) {
  const { privateKey, publicBytes } = fixedEd25519(fill)
  const wire = (bytes: Buffer): Buffer => Buffer.concat([Buffer.of(0, 0, 0, bytes.length), bytes])
  const publicKey = readSshPublicKey(Buffer.concat([wire(Buffer.from('ssh-ed25519')), wire(publicBytes)]))
  const id = publicKey.fingerprint
  const principal = { keyid: id, keytype: 'ssh', scheme: 'ssh-ed25519', keyval: { public: publicKey.blob.toString('base64') } }
  return {
    id,
    principal,
    sign: (message: Uint8Array) => signSshSignature(message, { publicKey, keyObject: privateKey, comment: '' }, { namespace: 'git' }),
  }
}

/** Metadata or an attestation under signatures by SSH keys. */
export function gittufEnvelope(payload: object, ...signers: readonly GittufKey[]): string {
  const bytes = Buffer.from(JSON.stringify(payload))
  const message = preAuthEncoding('application/vnd.gittuf+json', bytes)
  const signatures = signers.map((signer) => ({ keyid: signer.id, sig: Buffer.from(signer.sign(message)).toString('base64') }))
  return JSON.stringify({ payloadType: 'application/vnd.gittuf+json', payload: bytes.toString('base64'), signatures })
}

/** Root metadata that one key alone may change, and that lets it make the rules. */
export function gittufRoot(
  signer: GittufKey,
  { name = signer.id, ...more }: { readonly name?: string; readonly [field: string]: unknown } = {},
) {
  return {
    type: 'root',
    schemaVersion: 'https://gittuf.dev/policy/root/v0.2',
    principals: { [name]: { ...signer.principal, keyid: name } },
    roles: { root: { principalIDs: [name], threshold: 1 }, targets: { principalIDs: [name], threshold: 1 } },
    ...more,
  }
}

export interface MadeRule {
  readonly name: string
  readonly paths: readonly string[]
  readonly principalIDs: readonly string[]
  readonly threshold?: number
  readonly terminating?: boolean
}

/** A rule file; each person has one key. */
export function gittufRules(people: Readonly<Record<string, GittufKey>>, rules: readonly MadeRule[], version?: number) {
  const principals = Object.entries(people).map(([personID, { id, principal }]) => {
    return [personID, { personID, keys: { [id]: principal }, associatedIdentities: {}, custom: {} }] as const
  })
  const roles = rules.map((rule) => ({ threshold: 1, terminating: false, ...rule }))
  const allow = { name: 'gittuf-allow-rule', paths: ['*'], terminating: true, principalIDs: null, threshold: 1 }
  return {
    type: 'targets',
    schemaVersion: 'http://gittuf.dev/policy/rule-file/v0.2',
    ...(version === undefined ? {} : { version }),
    delegations: { principals: Object.fromEntries(principals), roles: [...roles, allow] },
  }
}

/** Paths and contents. */
export type MadeFiles = Readonly<Record<string, string>>

export interface MadeCommit {
  readonly files?: MadeFiles
  readonly tree?: string
  readonly parents?: readonly string[]
  readonly by?: GittufKey
}

/** A bare repository with a reference state log that a test writes. */
export class GittufRepository {
  readonly folder: string
  #log = ''
  #number = 0

  constructor(folder: string) {
    this.folder = folder
    execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', folder])
  }

  git(input: string, ...args: readonly string[]): string {
    return execFileSync('git', ['-C', this.folder, ...args], { input, encoding: 'utf8' }).trim()
  }

  /** Keeps an object as git would; a process for each of so many makes slow tests. */
  object(type: 'blob' | 'tree' | 'commit', content: Uint8Array | string): string {
    const body = Buffer.from(content)
    const bytes = Buffer.concat([Buffer.from(`${type} ${body.length}\0`), body])
    const id = createHash('sha1').update(bytes).digest('hex')
    const file = join(this.folder, 'objects', id.slice(0, 2), id.slice(2))
    if (!existsSync(file)) {
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, deflateSync(bytes))
    }
    return id
  }

  /** Makes a ref name an object. */
  point(ref: string, id: string): void {
    const file = join(this.folder, ...ref.split('/'))
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, `${id}\n`)
  }

  tree(files: MadeFiles): string {
    const folders = new Map<string, Record<string, string>>()
    const entries: { readonly mode: string; readonly name: string; readonly id: string }[] = []
    for (const [path, text] of Object.entries(files)) {
      const [name = '', ...rest] = path.split('/')
      if (rest.length === 0) entries.push({ mode: '100644', name, id: this.object('blob', text) })
      else folders.set(name, { ...folders.get(name), [rest.join('/')]: text })
    }
    for (const [name, inner] of folders) entries.push({ mode: '40000', name, id: this.tree(inner) })
    // As git sorts them: a folder as if its name ended with a slash.
    const order = ({ mode, name }: { readonly mode: string; readonly name: string }): Buffer =>
      Buffer.from(mode === '40000' ? `${name}/` : name)
    entries.sort((left, right) => Buffer.compare(order(left), order(right)))
    const parts = entries.flatMap(({ mode, name, id }) => [Buffer.from(`${mode} ${name}\0`), Buffer.from(id, 'hex')])
    return this.object('tree', Buffer.concat(parts))
  }

  commit(message: string, { files = {}, tree = this.tree(files), parents = [], by }: MadeCommit = {}): string {
    const who = 'A <a@b> 1700000000 +0000'
    const head = [`tree ${tree}`, ...parents.map((parent) => `parent ${parent}`), `author ${who}`, `committer ${who}`]
    const signature = by?.sign(Buffer.from([...head, '', message].join('\n'))).trimEnd()
    const signed = signature === undefined ? [] : [`gpgsig ${signature.replaceAll('\n', '\n ')}`]
    return this.object('commit', [...head, ...signed, '', message].join('\n'))
  }

  entry(title: string, lines: readonly string[], by?: GittufKey): string {
    const text = [title, '', ...lines, `number: ${++this.#number}`].join('\n')
    this.#log = this.commit(text, { parents: this.#log === '' ? [] : [this.#log], ...(by === undefined ? {} : { by }) })
    this.point('refs/gittuf/reference-state-log', this.#log)
    return this.#log
  }

  record(ref: string, target: string, by?: GittufKey): string {
    this.point(ref, target)
    return this.entry('RSL Reference Entry', [`ref: ${ref}`, `targetID: ${target}`], by)
  }

  takeBack(entry: string, by: GittufKey): string {
    return this.entry('RSL Annotation Entry', [`entryID: ${entry}`, 'skip: true'], by)
  }

  /** Logs a state of the policy: metadata files by name. */
  policy(files: MadeFiles, by: GittufKey): string {
    const metadata = Object.entries(files).map(([name, text]) => [`metadata/${name}.json`, text])
    const commit = this.commit('policy', { files: Object.fromEntries(metadata) as MadeFiles })
    this.record('refs/gittuf/policy', commit, by)
    return commit
  }

  /** Logs attestations: envelopes by path. */
  attest(files: MadeFiles, by: GittufKey): void {
    this.record('refs/gittuf/attestations', this.commit('attestations', { files }), by)
  }

  /** An authorisation of a change to a branch, as `gittuf attest authorize` makes it, by its path. */
  authorization(ref: string, { from, to }: { readonly from: string; readonly to: string }, ...signers: readonly GittufKey[]): MadeFiles {
    const targetID = this.git('', 'rev-parse', `${to}^{tree}`)
    const statement = {
      type: 'https://in-toto.io/Statement/v1',
      subject: [{ digest: { gitTree: targetID } }],
      predicate_type: 'https://gittuf.dev/reference-authorization/v0.2',
      predicate: { targetRef: ref, fromID: from, targetID },
    }
    return { [`reference-authorizations/${ref}/${from}-${targetID}`]: gittufEnvelope(statement, ...signers) }
  }
}
