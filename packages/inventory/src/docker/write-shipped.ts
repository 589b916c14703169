import type { Scope } from '@cupel/model'
import type { Collector } from '../extractor.ts'
import { imagePackage } from '../npm/action-reference.ts'
import { expandVariables, nameBeforeTag } from './expand-variables.ts'

const NO_VARIABLES: ReadonlyMap<string, string> = new Map()

/** Writes the component for an image that something ships or runs. One that a variable names, wholly or by its tag, is told. */
export function writeShipped(
  reference: string,
  { line, scope, out }: { readonly line: number; readonly scope: Scope; readonly out: Collector },
): void {
  const plain = expandVariables(reference, NO_VARIABLES)
  const found = imagePackage(plain ?? nameBeforeTag(reference))
  out.entries(1)
  if (found !== null) out.component({ ...found, line, scopes: [scope], direct: true })
  else {
    out.skip(plain === null ? 'image named by a variable' : 'no image')
    const detail = `the image ${reference.slice(0, 200)} is told only when it is run`
    out.problem({ code: 'version-unpinned', effect: scope === 'runtime' ? 'incomplete' : 'note', line, detail })
  }
}
