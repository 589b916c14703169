import type { Signer } from '@cupel/model'
import { oneLine } from '../text/printable.ts'

/** One signer in one line: `alice@example.com (ssh SHA256:…)`, `https://…/release.yml@refs/tags/v1 (by https://issuer)`. */
export function signerText({ kind, issuer, subject, key }: Signer): string {
  const about = [kind, key, issuer === '' ? '' : `by ${issuer}`].filter((one) => one !== '').join(' ')
  return oneLine(subject === '' ? about : `${subject} (${about})`)
}
