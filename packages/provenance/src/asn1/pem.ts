import { decodeBase64 } from '../encoding/base64.ts'
import { Refused } from '../verdict/refused.ts'

export interface PemBlock {
  readonly label: string
  readonly bytes: Buffer
}

const MAX_PEM_BYTES = 4 * 1024 * 1024
const MAX_BLOCKS = 1000

/**
 * The blocks of a PEM text (RFC 7468, strict form plus text around blocks). Refuses blocks with headers, a begin without its end,
 * and texts without any block.
 */
export function readPem(text: string, what: string): readonly PemBlock[] {
  if (text.length > MAX_PEM_BYTES) throw new Refused('limit-exceeded', `${what} is larger than ${MAX_PEM_BYTES} bytes`)
  const blocks: PemBlock[] = []
  let label: string | undefined
  let body: string[] = []
  for (const raw of text.split('\n')) {
    const line = raw.trim()
    const begin = line.startsWith('-') ? /^-----BEGIN ([A-Z0-9 ]{1,64})-----$/.exec(line) : null
    if (label === undefined) {
      label = begin?.[1]
      body = []
    } else if (line === `-----END ${label}-----`) {
      if (blocks.length === MAX_BLOCKS) throw new Refused('limit-exceeded', `${what} has more than ${MAX_BLOCKS} PEM blocks`)
      blocks.push({ label, bytes: decodeBase64(body.join(''), what) })
      label = undefined
    } else if (begin !== null) throw new Refused('malformed', `${what} has a PEM block that does not end`)
    else body.push(line)
  }
  if (label !== undefined) throw new Refused('malformed', `${what} has a PEM block that does not end`)
  if (blocks.length === 0) throw new Refused('malformed', `${what} has no PEM block`)
  return blocks
}

/** One PEM block of 64-character lines. */
export function writePem(label: string, bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n')
}
