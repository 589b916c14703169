import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { networkSend } from '@cupel/engine/sign'
import type { KeyFile, SignerRequest } from '@cupel/engine/sign'
import { targetMissing } from '@cupel/model'
import { text } from './command.ts'
import type { CommandContext, Flag } from './command.ts'

/** By which private key: the same flags for everything that signs. */
export const KEY_FLAGS: Readonly<Record<string, Flag>> = {
  key: { type: 'string', short: 'k', value: 'FILE', help: 'private key to sign with: PEM, encrypted or not, or of OpenSSH' },
  'passphrase-file': { type: 'string', value: 'FILE', help: 'what opens the key (default: CUPEL_PASSPHRASE)' },
}

/** By whom, and with which services. */
export const SIGNER_FLAGS: Readonly<Record<string, Flag>> = {
  ...KEY_FLAGS,
  'identity-token': { type: 'string', value: 'TOKEN', help: 'OpenID token to sign by (default: SIGSTORE_ID_TOKEN, else the job’s own)' },
  'signing-config': { type: 'string', value: 'FILE', help: 'services to sign with (default: public Sigstore; with --key none)' },
  'trusted-root': { type: 'string', value: 'FILE', help: 'Sigstore trusted root to hold the result against (default: the one shipped)' },
}

/** The key of the flags; undefined when none is given. */
export function keyOfFlags({ flags, env, cwd }: Pick<CommandContext, 'flags' | 'env' | 'cwd'>): KeyFile | undefined {
  const file = text(flags, 'key')
  if (file === undefined) return undefined
  const from = text(flags, 'passphrase-file')
  const passphrase = from === undefined ? env['CUPEL_PASSPHRASE'] : firstLine(resolve(cwd, from), from)
  return passphrase === undefined ? { file } : { file, passphrase }
}

function firstLine(path: string, shown: string): string {
  try {
    return readFileSync(path, 'utf8').split(/\r?\n/, 1)[0] ?? ''
  } catch (error) {
    throw targetMissing(shown, error)
  }
}

/** What the flags say about signer and services. */
export function signerRequest(context: CommandContext): SignerRequest {
  const { flags, env, cwd, now, signal } = context
  const key = keyOfFlags(context)
  const [identityToken, signingConfig, trustedRoot] = ['identity-token', 'signing-config', 'trusted-root'].map((name) => text(flags, name))
  return {
    ...(key === undefined ? {} : { key }),
    ...(identityToken === undefined ? {} : { identityToken }),
    ...(signingConfig === undefined ? {} : { signingConfig }),
    ...(trustedRoot === undefined ? {} : { trustedRoot }),
    env,
    cwd,
    now: now(),
    send: networkSend(signal),
  }
}
