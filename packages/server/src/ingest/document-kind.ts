import { DocumentInvalid, readJson } from '@cupel/formats'
import { MAX_TOGETHER_BYTES } from './claim-uploads.ts'
import { bytesInMemory, HEAD_BYTES } from './document-bytes.ts'
import type { DocumentBytes } from './document-bytes.ts'
import type { UploadKind } from './receive-upload.ts'

export type DocumentKind = Exclude<UploadKind, 'auto' | 'scan'>

/**
 * What a document is, told from its content; its name does not count. A bill of materials, a report of a scan and a lock file are all
 * `sbom`: an inventory is read from them. Throws DocumentInvalid where that takes reading it whole, and it cannot be.
 */
export function documentKind(document: DocumentBytes, stated: UploadKind, parsed = objectOf): DocumentKind {
  if (stated !== 'auto') return stated === 'scan' ? 'sbom' : stated
  const bytes = document.read(0, HEAD_BYTES)
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1').trimStart()
  if (!head.startsWith('{')) return 'sbom'
  if (/"schemaVersion"\s*:\s*"1\.0"/.test(head.slice(0, 200)))
    return /"reading"\s*:\s*"(?:cupel|scorecard)/.test(head) ? 'assessment' : reportKind(parsed(document))
  if (/"spdxVersion"\s*:|"@graph"\s*:/.test(head)) return 'sbom'
  if (/"bomFormat"\s*:/.test(head)) return /"components"\s*:/.test(head) ? 'sbom' : cycloneDxKind(parsed(document))
  if (/"payloadType"\s*:|"dsseEnvelope"\s*:|"verificationMaterial"\s*:|"https:\/\/in-toto\.io\/Statement/.test(head)) return 'attestation'
  if (/"@context"\s*:\s*"https:\/\/openvex\.dev/.test(head) || /"csaf_version"\s*:/.test(head)) return 'vex'
  return 'sbom'
}

/**
 * Whether a document would take the place of a project's inventory. One that nothing can be made of takes no place; its reader says why.
 * A large one is not parsed for that: what it is is told from the names that stand in it.
 */
export function isInventory(bytes: Uint8Array, stated: UploadKind): boolean {
  try {
    return documentKind(bytesInMemory(bytes), stated, bytes.length > MAX_TOGETHER_BYTES ? glimpse : objectOf) === 'sbom'
  } catch (error) {
    if (error instanceof DocumentInvalid) return false
    throw error
  }
}

function reportKind({ checks, standards }: Parsed): DocumentKind {
  return Array.isArray(checks) && Array.isArray(standards) ? 'assessment' : 'sbom'
}

/** CycloneDX that lists no component only speaks of vulnerabilities. */
function cycloneDxKind({ components, vulnerabilities }: Parsed): DocumentKind {
  return Array.isArray(vulnerabilities) && !Array.isArray(components) ? 'vex' : 'sbom'
}

type Parsed = Readonly<Record<string, unknown>>

function objectOf(document: DocumentBytes): Parsed {
  const value = readJson(new TextDecoder().decode(document.read(0, document.size)))
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

/** Lists that the object seems to have, as far as their names stand somewhere in the text. */
function glimpse(document: DocumentBytes): Parsed {
  const { buffer, byteOffset, length } = document.read(0, document.size)
  const text = Buffer.from(buffer, byteOffset, length)
  const names = ['checks', 'standards', 'components', 'vulnerabilities'].filter((name) => text.includes(`"${name}"`))
  return Object.fromEntries(names.map((name) => [name, []]))
}
