import { nameOf } from '@cupel/source'
import type { FoundProject } from '../extractor.ts'

/**
 * What a `LICENSE.spdx` says of the project that it lies in: many write only a few tags of SPDX there (name, licence, holder), and no list
 * of anything. null when it names more than one package, files, another document or a package URL: then it is read as a bill of materials.
 */
export function ownLicence(path: string, text: string): { readonly version: string; readonly project: FoundProject } | null {
  if (!/^licen[cs]e(?:[.-][\w.-]*)?\.spdx$/i.test(nameOf(path))) return null
  const spdx = /^SPDXVersion[ \t]*:[ \t]*SPDX-(2\.\d)[ \t]*\r?$/m.exec(text)?.[1]
  if (spdx === undefined || OF_OTHERS.test(text)) return null
  const names = [...text.matchAll(/^PackageName[ \t]*:[ \t]*(.*)$/gm)].map(([, name = '']) => name.trim())
  if (names.length !== 1 || names[0] === '') return null
  const version = /^PackageVersion[ \t]*:[ \t]*(.*)$/m.exec(text)?.[1]?.trim() ?? ''
  const declared = [...text.matchAll(/^PackageLicenseDeclared[ \t]*:[ \t]*(.*)$/gm)].map(([, licence = '']) => licence.trim())
  return { version: spdx, project: { name: names[0] ?? '', version, licenses: declared.filter((licence) => licence !== '') } }
}

/** Tags and values with which a document names something besides the one package. */
const OF_OTHERS =
  /^(?:FileName|ExternalRef|ExternalDocumentRef|SnippetSPDXID)[ \t]*:|\bpkg:[a-z]|^Relationship[ \t]*:(?!.*\bSPDXRef-DOCUMENT\b)/m
