import { textPlaces } from '@cupel/formats'
import type { YamlNode } from '@cupel/formats'
import type { Scope } from '@cupel/model'
import type { Collector } from '../extractor.ts'
import { imagePackage } from '../npm/action-reference.ts'
import { expandVariables, nameBeforeTag } from './expand-variables.ts'
import { imageValues } from './image-values.ts'

export interface ImageWriting {
  readonly text: string
  readonly out: Collector
  readonly scope: Scope
  readonly variables: ReadonlyMap<string, string>
}

/**
 * Writes a component for every image that a document names. An image that a variable names, wholly or by its tag, is one without a version
 * or is skipped; that is a problem where it is shipped or run, and said where it only builds.
 */
export function writeImages(document: YamlNode, { text, out, scope, variables }: ImageWriting): void {
  const placeAt = textPlaces(text)
  const images = imageValues(document)
  out.entries(images.length)
  for (const { node, built } of images) {
    const { line } = placeAt(node.offset)
    const reference = node.kind === 'alias' ? null : expandVariables(node.text.trim(), variables)
    const found = imagePackage(reference ?? nameBeforeTag(node.text.trim()))
    if (built) out.skip('image that is built here')
    else if (found !== null) out.component({ ...found, line, scopes: [scope], direct: true })
    else if (reference === null) {
      out.skip('image named by a variable')
      const effect = scope === 'runtime' ? 'incomplete' : 'note'
      out.problem({ code: 'version-unpinned', effect, line, detail: `the image ${node.text} is told only when it is run` })
    } else {
      out.skip('no image')
      if (scope === 'runtime') out.unknown(`image "${node.text}"`, line)
    }
  }
}
