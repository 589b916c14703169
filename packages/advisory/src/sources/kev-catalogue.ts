import type { KnownExploited } from '@cupel/model'
import { sourceUnusable } from '../errors.ts'

export interface KevCatalogue {
  /** `YYYY-MM-DD`, or empty. */
  readonly date: string
  /** By CVE id. */
  readonly listed: ReadonlyMap<string, KnownExploited>
}

const DATE = /^\d{4}-\d\d-\d\d/

/**
 * Reads CISA's catalogue of known exploited vulnerabilities (its JSON schema is beside it at CISA). Refuses the whole when one entry
 * has no id or date: half a catalogue would hide exploitation.
 */
export function readKevCatalogue(text: string, name: string): KevCatalogue {
  const catalogue = parse(text, name) as { readonly dateReleased?: unknown; readonly vulnerabilities?: unknown } | null
  if (!Array.isArray(catalogue?.vulnerabilities)) throw sourceUnusable(name, 'not a catalogue of known exploited vulnerabilities')
  const listed = new Map<string, KnownExploited>()
  for (const entry of catalogue.vulnerabilities as readonly (Readonly<Record<string, unknown>> | null)[]) {
    const id = entry?.['cveID']
    const added = entry?.['dateAdded']
    const due = entry?.['dueDate']
    if (typeof id !== 'string' || typeof added !== 'string') throw sourceUnusable(name, 'an entry has no cveID or dateAdded')
    listed.set(id, { added, due: typeof due === 'string' ? due : '', ransomware: entry?.['knownRansomwareCampaignUse'] === 'Known' })
  }
  const released = catalogue.dateReleased
  return { date: typeof released === 'string' ? (DATE.exec(released)?.[0] ?? '') : '', listed }
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw sourceUnusable(name, 'not JSON', error)
  }
}
