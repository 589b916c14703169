import type { TrustedRoot } from '@cupel/provenance'
import { loadRoot } from '../trust-input.ts'

/** One key or authority of a trusted root, for people. */
export interface ShownAuthority {
  readonly kind: 'log' | 'certificate authority' | 'certificate log' | 'timestamp authority'
  readonly name: string
  readonly from: string
  /** Empty: no end is stated. */
  readonly until: string
}

export interface ShownTrust {
  readonly name: string
  readonly date: string
  readonly warning: string
  readonly authorities: readonly ShownAuthority[]
}

/** What a trusted root trusts, and since when. */
export function showTrust(file: string | undefined, { cwd, now }: { readonly cwd: string; readonly now: Date }): ShownTrust {
  const { trusted, name, date, warning } = loadRoot(file, { cwd, now })
  return { name, date, warning, authorities: authoritiesOf(trusted) }
}

function authoritiesOf({ logs, certificateLogs, certificateAuthorities, timestampAuthorities }: TrustedRoot): readonly ShownAuthority[] {
  const window = ({ validFor }: { readonly validFor: { readonly start: Date; readonly end: Date | undefined } }) => ({
    from: validFor.start.toISOString(),
    until: validFor.end?.toISOString() ?? '',
  })
  return [
    ...logs.map((log) => ({ kind: 'log', name: log.baseUrl, ...window(log) }) as const),
    ...certificateAuthorities.map((one) => ({ kind: 'certificate authority', name: one.uri, ...window(one) }) as const),
    ...certificateLogs.map((log) => ({ kind: 'certificate log', name: log.baseUrl, ...window(log) }) as const),
    ...timestampAuthorities.map((one) => ({ kind: 'timestamp authority', name: one.uri, ...window(one) }) as const),
  ]
}
