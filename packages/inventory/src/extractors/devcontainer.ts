import { readJson } from '@cupel/formats'
import { defineExtractor } from '../extractor.ts'
import { imagePackage } from '../npm/action-reference.ts'
import { isVendored } from '../places.ts'
import { blankComments } from '../text/blank-comments.ts'
import { reportConflict } from '../text/conflict-marker.ts'
import { asObject, asString } from '../text/json-value.ts'

/**
 * devcontainer.json (Development Container Specification, "Image specific properties" and "Features"; JSON with comments): the image that
 * developers work in, and the features that are put into it. A Dockerfile or Compose file that it names says its own.
 */
export default defineExtractor({
  id: 'devcontainer',
  title: 'Development containers: devcontainer.json: image and features',
  type: 'docker',
  kind: 'manifest',
  sourceOnly: true,
  files: ['devcontainer.json', '.devcontainer.json'],
  claims: (path) => !isVendored(path),
  extract(input, out) {
    const text = input.text()
    reportConflict(text, out)
    out.format('')
    const plain = blankComments(text, { line: '//', block: ['/*', '*/'] }).replace(/,(?=[ \t\r\n]*[}\]])/g, ' ')
    const root = asObject(readJson(plain))
    if (root === null) return out.unknown('no object')
    const image = asString(root['image'])
    const features = Object.keys(asObject(root['features']) ?? {})
    for (const reference of [...(image === '' ? [] : [image]), ...features]) {
      out.entries(1)
      const line = plain.slice(0, Math.max(0, plain.indexOf(JSON.stringify(reference)))).split('\n').length
      const found = /^\.{0,2}\/|^https?:|\$\{/.test(reference) ? null : imagePackage(reference)
      if (found !== null) out.component({ ...found, line, scopes: ['dev'], direct: true })
      else {
        out.skip(reference.startsWith('.') ? 'feature of the project' : 'feature or image that no name tells')
        if (!reference.startsWith('.'))
          out.problem({ code: 'unsupported-content', effect: 'note', line, detail: `${reference} is not looked at` })
      }
    }
  },
})
