import { Refused } from '../verdict/refused.ts'
import { decodeWords } from './decode-words.ts'

/** A mail with a patch in the form that git mailinfo brings it to: what patatt signs. */
export interface PatchMail {
  /** Header fields as they stand, unfolded by nobody yet. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Message and patch, lines ended by CR LF, no blank lines at the ends. */
  readonly body: Buffer
  readonly author: string
  readonly email: string
  /** Without `[PATCH]` and `Re:`. */
  readonly subject: string
}

const MAX_BYTES = 32 * 1024 * 1024
const IN_BODY = /^(From|Subject|Date): ?(.*)$/

/** Reads a mail of one text part. Multipart mails are refused: what of them is the patch is a matter of opinion. */
export function readPatchMail(bytes: Uint8Array): PatchMail {
  if (bytes.length > MAX_BYTES) throw new Refused('limit-exceeded', `a mail of more than ${MAX_BYTES} bytes`)
  const text = Buffer.from(bytes).toString('latin1').replaceAll('\r\n', '\n')
  const end = text.indexOf('\n\n')
  if (end <= 0) throw new Refused('malformed', 'not a mail with a body')
  const headers = headersOf(text.slice(0, end))
  const lines = decodeBody(text.slice(end + 2), headers).split('\n')
  while (lines[0]?.trim() === '') lines.shift()
  const inBody = takeInBodyHeaders(lines)
  const from = decodeWords(inBody.get('From') ?? headerOf(headers, 'from'))
  const { author, email } = addressOf(from)
  const subject = bareSubject(decodeWords(inBody.get('Subject') ?? headerOf(headers, 'subject')))
  return { headers, body: canonicalBody(lines), author, email, subject }
}

function headersOf(text: string): readonly (readonly [string, string])[] {
  const headers: [string, string][] = []
  for (const line of text.split('\n')) {
    const last = headers.at(-1)
    const colon = line.indexOf(':')
    if (/^[ \t]/.test(line)) {
      if (last === undefined) throw new Refused('malformed', 'the mail begins with a continued line')
      last[1] += line
    } else if (colon > 0 && !line.slice(0, colon).includes(' ')) headers.push([line.slice(0, colon).toLowerCase(), line.slice(colon + 1)])
  }
  return headers
}

function headerOf(headers: PatchMail['headers'], name: string): string {
  return (headers.find(([key]) => key === name)?.[1] ?? '').trim()
}

/** Body as text of one charset, transfer encoding undone, bytes as UTF-8 in a JavaScript string of bytes. */
function decodeBody(body: string, headers: PatchMail['headers']): string {
  const type = headerOf(headers, 'content-type').toLowerCase()
  if (type.startsWith('multipart/'))
    throw new Refused('unsupported-version', 'mails of several parts are not read', { remedy: 'export the patch as plain text' })
  const encoding = headerOf(headers, 'content-transfer-encoding').toLowerCase()
  const bytes =
    encoding === 'base64'
      ? Buffer.from(body, 'base64')
      : encoding === 'quoted-printable'
        ? quotedPrintable(body)
        : Buffer.from(body, 'latin1')
  const charset = /charset="?([\w-]{1,40})/.exec(type)?.[1]
  if (charset === undefined || charset === 'utf-8' || charset === 'us-ascii') return bytes.toString('utf8').replaceAll('\r\n', '\n')
  try {
    return new TextDecoder(charset).decode(bytes).replaceAll('\r\n', '\n')
  } catch {
    throw new Refused('unsupported-version', `the mail is in the character set ${charset}, which is not known`)
  }
}

function quotedPrintable(text: string): Buffer {
  const joined = text.replaceAll(/=[ \t]{0,100}\n/g, '')
  return Buffer.from(
    joined.replaceAll(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
}

/** A mail that passes on another's patch names the author at the top of its body; git believes that. */
function takeInBodyHeaders(lines: string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (let match = IN_BODY.exec(lines[0] ?? ''); match !== null && !found.has(match[1] as string); match = IN_BODY.exec(lines[0] ?? '')) {
    found.set(match[1] as string, match[2] as string)
    lines.shift()
  }
  if (found.size > 0) while (lines[0]?.trim() === '') lines.shift()
  return found
}

function addressOf(from: string): { readonly author: string; readonly email: string } {
  const match = /^(.*)<([^<>]*)>[^<>]*$/.exec(from)
  if (match === null) return { author: from.trim(), email: from.trim() }
  const author = (match[1] as string).replaceAll(/["\\]/g, '').trim()
  const email = (match[2] as string).trim()
  return { author: author === '' ? email : author, email }
}

/** As git mailinfo cleans it: `Re:`, and everything in brackets at the start. */
function bareSubject(subject: string): string {
  let rest = subject.replaceAll(/\s+/g, ' ').trim()
  for (;;) {
    const shorter = rest
      .replace(/^re:\s*/i, '')
      .replace(/^\[[^\]]*\]\s*/, '')
      .replace(/^:\s*/, '')
    if (shorter === rest) return rest
    rest = shorter
  }
}

function canonicalBody(lines: readonly string[]): Buffer {
  let end = lines.length
  while (end > 0 && /^\r*$/.test(lines[end - 1] as string)) end--
  return Buffer.from(
    lines
      .slice(0, end)
      .map((line) => line.replace(/\r+$/, '') + '\r\n')
      .join(''),
  )
}
