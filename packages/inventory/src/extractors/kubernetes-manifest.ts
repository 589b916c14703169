import { readJson } from '@cupel/formats'
import type { Scope } from '@cupel/model'
import { imageLines } from '../docker/image-lines.ts'
import { writeShipped } from '../docker/write-shipped.ts'
import type { Collector, ExtractInput } from '../extractor.ts'
import { defineExtractor } from '../extractor.ts'
import { isAside, isVendored } from '../places.ts'
import { reportConflict } from '../text/conflict-marker.ts'
import { asObject } from '../text/json-value.ts'

/** Documents are told by their first keys; what is behind long comments or a long first value is looked for in larger files only. */
const HEAD_BYTES = 16 * 1024
const MAX_LOOKED_THROUGH = 64 * 1024 * 1024
/** Of the many files of JSON those are looked into that lie or are named as manifests are. */
const JSON_PLACE =
  /(?:^|\/)(?:k8s|kube|kubernetes|deploy|deployments?|manifests?|gitops|argocd|flux|clusters?|openshift)\/(?:.*\/)?[^/]+\.json$|(?:^|[/.-])(?:deployment|daemonset|statefulset|cronjob|pod|k8s|kubernetes)\.json$/i
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
  sniffs: ['.yaml', '.yml', '.json'],
  claims: (path) => !isVendored(path) && !/(?:^|\/)\.github\//.test(path) && (!path.endsWith('.json') || JSON_PLACE.test(path)),
  extract(input, out) {
    if (input.path.endsWith('.json')) return extractJson(input, out)
    const head = Buffer.from(input.file.read(0, Math.min(input.file.size, HEAD_BYTES))).toString('latin1')
    if ((!KIND.test(head) || !API.test(head)) && !isToldLater(input)) return out.notMine()
    const text = input.text()
    const scope = scopeOf(input.path)
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

/** The templates of a chart are what is shipped, and no examples. */
function scopeOf(path: string): Scope {
  return isAside(path.replace(/(^|\/)templates\//g, '$1')) ? 'dev' : 'runtime'
}

function isToldLater({ file }: ExtractInput): boolean {
  if (file.size <= HEAD_BYTES || file.size > MAX_LOOKED_THROUGH) return false
  const bytes = Buffer.from(file.read(0, file.size))
  if (!bytes.includes('\nkind:') || !(bytes.includes('\napiVersion:') || bytes.subarray(0, 11).toString('latin1') === 'apiVersion:'))
    return false
  const text = bytes.toString('latin1')
  return text.split(/^---/m).some((document) => KIND.test(document) && API.test(document))
}

/** A manifest in JSON is one document, of one object or a list of them. */
function extractJson(input: ExtractInput, out: Collector): void {
  const head = Buffer.from(input.file.read(0, Math.min(input.file.size, HEAD_BYTES))).toString('latin1')
  if (!/"(?:apiVersion|kind)"\s*:/.test(head)) return out.notMine()
  const text = input.text()
  const root = asObject(readJson(text))
  const kind = root?.['kind']
  if (typeof kind !== 'string' || typeof root?.['apiVersion'] !== 'string') return out.notMine()
  out.format('')
  if (NO_IMAGES.test(kind)) return
  let [line, from] = [1, 0]
  for (const { 1: reference = '', index } of text.matchAll(/"image"\s*:\s*"([^"\\\n]{1,500})"/g)) {
    for (let at = text.indexOf('\n', from); at >= 0 && at < index; at = text.indexOf('\n', at + 1)) line++
    from = index
    writeShipped(reference, { line, scope: scopeOf(input.path), out })
  }
}
