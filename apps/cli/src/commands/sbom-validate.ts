import { readDocument, validateBom } from '@cupel/engine/bom'
import { printable } from '@cupel/engine'
import { defineCommand, isSet } from '../command.ts'

const MAX_SHOWN = 100

/** `cupel sbom validate`: whether documents follow their format. */
export default defineCommand({
  id: 'sbom-validate',
  summary: 'check SBOMs against the rules of their format',
  usage: 'FILE…',
  arity: [1, 10_000],
  flags: { json: { type: 'boolean', help: 'as JSON' } },
  description: 'Exit 0 when all are valid, 1 when one is not.',
  examples: [['cupel sbom validate bom.cdx.json', 'each fault with its line and rule']],
  run({ args, flags, cwd, stdout }) {
    const results = args.map((file) => ({ file, faults: validateBom(readDocument(file, cwd)) }))
    if (isSet(flags, 'json')) stdout.write(JSON.stringify(results, null, 2) + '\n')
    else {
      for (const { file, faults } of results) {
        if (faults.length === 0) stdout.write(`${printable(file)}: valid\n`)
        for (const { line, path, message, rule } of faults.slice(0, MAX_SHOWN)) {
          stdout.write(
            `${printable(file)}${line === undefined ? '' : `:${line}`}: ${printable(message)}${path === '' ? '' : ` at ${printable(path)}`} (${rule})\n`,
          )
        }
        if (faults.length > MAX_SHOWN) stdout.write(`${printable(file)}: and ${faults.length - MAX_SHOWN} more\n`)
      }
    }
    return results.some(({ faults }) => faults.length > 0) ? 1 : 0
  },
})
