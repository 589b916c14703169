import { imageLines } from '../docker/image-lines.ts'
import { writeShipped } from '../docker/write-shipped.ts'
import { defineExtractor } from '../extractor.ts'
import { isAside, isVendored } from '../places.ts'
import { reportConflict } from '../text/conflict-marker.ts'

/** Where a chart is tried out. */
const DEV = /(?:^|\/)(?:ci\/[^/]+|values[-._](?:dev|development|test|testing|local|ci|example)[^/]*)$/i

/**
 * Values of a Helm chart (Helm documentation, "Values Files"): the images that its templates run. Without a tag it is the version of the
 * application, as charts are made (`appVersion` in Chart.yaml).
 */
export default defineExtractor({
  id: 'helm-values',
  title: 'Helm: values.yaml and values-*.yaml beside a Chart.yaml: the images that the chart runs',
  type: 'docker',
  kind: 'manifest',
  sourceOnly: true,
  affixes: [
    ['values', '.yaml'],
    ['values', '.yml'],
  ],
  claims: (path) => !isVendored(path),
  extract(input, out) {
    const chart = input.read('Chart.yaml')
    if (chart === null) return out.notMine()
    const version = /^appVersion:[ \t]*["']?([\w.+-]+)/m.exec(chart)?.[1] ?? ''
    const text = input.text()
    reportConflict(text, out)
    out.format('')
    const scope = isAside(input.path) || DEV.test(input.path) ? 'dev' : 'runtime'
    for (const { reference, line } of imageLines(text, { version })) writeShipped(reference, { line, scope, out })
  },
})
