import { uuidOf } from '../digest-id.ts'
import { licenseKind } from '../license-text.ts'

/**
 * Brings licences into SPDX expressions. A plain name gets a LicenseRef identifier made from it; LicenseRef identifiers
 * that stand in expressions are collected too, for a document has to explain each.
 */
export class LicenseRefs {
  /** Name by LicenseRef identifier. */
  readonly names = new Map<string, string>()

  /** The licences as one expression; empty when there are none. */
  expression(licenses: readonly string[]): string {
    const parts = licenses.map((license) => this.#part(license))
    if (parts.length < 2) return parts[0] ?? ''
    return parts.map((part) => (/\s(?:OR|AND)\s/.test(part) ? `(${part})` : part)).join(' AND ')
  }

  #part(license: string): string {
    if (licenseKind(license) === 'name') {
      const slug = license
        .replace(/[^A-Za-z0-9.]+/g, '-')
        .replace(/^-|-$/g, '')
        .slice(0, 60)
      const id = `LicenseRef-${slug || 'licence'}-${uuidOf(license).slice(0, 8)}`
      this.names.set(id, license)
      return id
    }
    for (const [id] of license.matchAll(/(?<![A-Za-z0-9.:-])LicenseRef-[A-Za-z0-9.-]+/g)) if (!this.names.has(id)) this.names.set(id, '')
    return license
  }
}
