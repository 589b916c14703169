import { imageLines } from '../docker/image-lines.ts'
import { writeShipped } from '../docker/write-shipped.ts'
import { defineExtractor } from '../extractor.ts'
import { isAside, isVendored } from '../places.ts'
import { reportConflict } from '../text/conflict-marker.ts'

/** Documents are told by their first keys. */
const HEAD_BYTES = 16 * 1024
const KIND = /^kind:[ \t]*["']?([A-Z]\w*)/m
const API = /^apiVersion:[ \t]*\S/m
/** A schema has a property of the name, and texts are texts. */
const NO_IMAGES = /^(?:CustomResourceDefinition|ConfigMap|Secret)$/

/**
 * Manifests of Kubernetes (Kubernetes API conventions, "Resources": documents with `apiVersion` and `kind`), also of custom resources, and
 * of Kustomize: the images that they run. Of the template of one what it computes is told by the values of its chart.
 */
export default defineExtractor({
  id: 'kubernetes-manifest',
  title: 'Kubernetes and Kustomize: documents with apiVersion and kind: the images that they run',
  type: 'docker',
  kind: 'manifest',
  sourceOnly: true,
  sniffs: ['.yaml', '.yml'],
  claims: (path) => !isVendored(path) && !/(?:^|\/)\.github\//.test(path),
  extract(input, out) {
    const head = Buffer.from(input.file.read(0, Math.min(input.file.size, HEAD_BYTES))).toString('latin1')
    if (!KIND.test(head) || !API.test(head)) return out.notMine()
    const text = input.text()
    // The templates of a chart are what is shipped, and no examples.
    const scope = isAside(input.path.replace(/(^|\/)templates\//g, '$1')) ? 'dev' : 'runtime'
    out.format('')
    reportConflict(text, out)
    let firstLine = 1
    for (const document of text.split(/^---/m)) {
      if (document.includes('image') && !NO_IMAGES.test(KIND.exec(document)?.[1] ?? ''))
        for (const { reference, line } of imageLines(document, { firstLine })) writeShipped(reference, { line, scope, out })
      firstLine += document.split('\n').length - 1
    }
  },
})
