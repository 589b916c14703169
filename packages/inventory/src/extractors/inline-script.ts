import { readToml } from '@cupel/formats'
import { defineExtractor } from '../extractor.ts'
import { isAside, isVendored } from '../places.ts'
import { requestedPackage } from '../python/requested-package.ts'
import { requirementParts } from '../python/requirement-options.ts'
import { asArray, asString } from '../text/json-value.ts'

/** Comments that state what a script needs stand at its beginning. */
const HEAD_BYTES = 8 * 1024
const START = /^# \/\/\/ script[ \t]*$/

/**
 * Python scripts with inline metadata (PyPA "Inline script metadata", PEP 723): the packages that a runner installs for them. A lock
 * beside (`name.py.lock`) answers for its script.
 */
export default defineExtractor({
  id: 'inline-script',
  title: 'Python scripts that state their dependencies (# /// script)',
  type: 'pypi',
  kind: 'manifest',
  sourceOnly: true,
  sniffs: ['.py'],
  notBeside: '__init__.py',
  claims: (path) => !isVendored(path),
  extract(input, out) {
    const head = Buffer.from(input.file.read(0, Math.min(input.file.size, HEAD_BYTES)))
    if (!head.includes('# /// script')) return out.notMine()
    const lines = input.text().split(/\r?\n/)
    const start = lines.findIndex((line) => START.test(line))
    const own = input.path.slice(input.path.lastIndexOf('/') + 1)
    if (start < 0 || input.list('.').includes(`${own}.lock`)) return out.notMine()
    out.format('')
    const end = lines.findIndex((line, at) => at > start && !/^#(?: |$)/.test(line))
    const block = lines.slice(start + 1, end < 0 ? lines.length : end)
    const close = block.findLastIndex((line) => line === '# ///')
    if (close < 0) return out.unknown('inline metadata without an end', start + 1)
    const stated =
      asArray(
        readToml(
          block
            .slice(0, close)
            .map((line) => line.slice(2))
            .join('\n'),
        )['dependencies'],
      ) ?? []
    out.entries(stated.length)
    for (const item of stated) {
      const text = asString(item)
      const at = block.findIndex((line) => line.includes(text))
      const line = start + 2 + Math.max(0, at)
      const requested = requestedPackage(requirementParts(text))
      if (requested.package !== null)
        out.component({ ...requested.package, line, scopes: [isAside(input.path) ? 'dev' : 'runtime'], direct: true })
      else {
        out.skip(requested.reason)
        if (requested.reason !== 'local path') out.unknown(text, line)
      }
    }
  },
})
