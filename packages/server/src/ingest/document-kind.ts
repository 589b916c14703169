import { DocumentInvalid, readJson } from '@cupel/formats'
import type { UploadKind } from './receive-upload.ts'

export type DocumentKind = Exclude<UploadKind, 'auto' | 'scan'>

const HEAD_BYTES = 65_536

/**
 * What a document is, told from its content; its name does not count. A bill of materials, a report of a scan and a lock file are all
 * `sbom`: an inventory is read from them. Throws DocumentInvalid where that takes reading it whole, and it cannot be.
 */
export function documentKind(bytes: Uint8Array, stated: UploadKind): DocumentKind {
  if (stated !== 'auto') return stated === 'scan' ? 'sbom' : stated
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, HEAD_BYTES)).toString('latin1').trimStart()
  if (!head.startsWith('{')) return 'sbom'
  if (/"schemaVersion"\s*:\s*"1\.0"/.test(head.slice(0, 200)))
    return /"reading"\s*:\s*"(?:cupel|scorecard)/.test(head) ? 'assessment' : reportKind(bytes)
  if (/"spdxVersion"\s*:|"@graph"\s*:/.test(head)) return 'sbom'
  if (/"bomFormat"\s*:/.test(head)) return /"components"\s*:/.test(head) ? 'sbom' : cycloneDxKind(bytes)
  if (/"payloadType"\s*:|"dsseEnvelope"\s*:|"verificationMaterial"\s*:|"https:\/\/in-toto\.io\/Statement/.test(head)) return 'attestation'
  if (/"@context"\s*:\s*"https:\/\/openvex\.dev/.test(head) || /"csaf_version"\s*:/.test(head)) return 'vex'
  return 'sbom'
}

/** Whether a document would take the place of a project's inventory. One that nothing can be made of takes no place; its reader says why. */
export function isInventory(bytes: Uint8Array, stated: UploadKind): boolean {
  try {
    return documentKind(bytes, stated) === 'sbom'
  } catch (error) {
    if (error instanceof DocumentInvalid) return false
    throw error
  }
}

function reportKind(bytes: Uint8Array): DocumentKind {
  const { checks, standards } = objectOf(bytes)
  return Array.isArray(checks) && Array.isArray(standards) ? 'assessment' : 'sbom'
}

/** CycloneDX that lists no component only speaks of vulnerabilities. */
function cycloneDxKind(bytes: Uint8Array): DocumentKind {
  const { components, vulnerabilities } = objectOf(bytes)
  return Array.isArray(vulnerabilities) && !Array.isArray(components) ? 'vex' : 'sbom'
}

function objectOf(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  const value = readJson(new TextDecoder().decode(bytes))
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
