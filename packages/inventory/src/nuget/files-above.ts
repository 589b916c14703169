import { DocumentInvalid, readXml } from '@cupel/formats'
import type { XmlElement } from '@cupel/formats'
import { folderOf } from '@cupel/source'
import type { Collector, ExtractInput } from '../extractor.ts'

/**
 * The files of that name beside the extracted file and in every folder above it within the tree, nearest first. MSBuild reads
 * the nearest and that one usually imports the next. A broken one is noted: its own extractor reports it.
 */
export function filesAbove(input: ExtractInput, name: string, out: Collector): readonly XmlElement[] {
  const folder = folderOf(input.path)
  const depth = folder === '' ? 0 : folder.split('/').length
  const found: XmlElement[] = []
  for (let up = 0; up <= depth; up++) {
    const relative = '../'.repeat(up) + name
    const text = input.read(relative)
    if (text === null) continue
    try {
      found.push(readXml(text))
    } catch (error) {
      if (!(error instanceof DocumentInvalid)) throw error
      out.problem({ code: 'include-missing', effect: 'note', detail: `${relative} could not be read: ${error.message}` })
    }
  }
  return found
}
