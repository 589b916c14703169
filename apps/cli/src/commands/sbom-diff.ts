import { componentName, diffBoms, readBomFile } from '@cupel/engine/bom'
import { printable } from '@cupel/engine'
import { defineCommand, isSet } from '../command.ts'
import { placed, showProblems } from '../show-problems.ts'

/** `cupel sbom diff`: components and edges that differ between two documents of any format. */
export default defineCommand({
  id: 'sbom-diff',
  summary: 'compare two SBOMs: components added, removed, changed',
  usage: 'OLD NEW',
  arity: [2, 2],
  flags: { json: { type: 'boolean', help: 'as JSON' }, 'exit-code': { type: 'boolean', help: 'exit 1 when they differ' } },
  description: 'Exit 3 when a document breaks its format: what differs in it may be more than was read.',
  examples: [['cupel sbom diff v1.cdx.json v2.spdx.json', 'the formats need not be the same']],
  run({ args: [old = '', fresh = ''], flags, cwd, stdout, stderr }) {
    const before = readBomFile(old, { cwd, invalid: 'report' })
    const after = readBomFile(fresh, { cwd, invalid: 'report' })
    const change = diffBoms(before.bom, after.bom)
    const incomplete = showProblems([...placed(before.problems, old), ...placed(after.problems, fresh)], stderr)
    if (isSet(flags, 'json')) stdout.write(JSON.stringify(change, null, 2) + '\n')
    else {
      const lines = [
        ...change.added.map((one) => `+ ${printable(componentName(one))} ${printable(one.version)}`),
        ...change.removed.map((one) => `- ${printable(componentName(one))} ${printable(one.version)}`),
        ...change.changed.map(
          (one) =>
            `~ ${printable(one.name)} ${printable(one.before.version)} -> ${printable(one.after.version)} (${one.fields.join(', ')})`,
        ),
      ]
      const counts = `${change.added.length} added, ${change.removed.length} removed, ${change.changed.length} changed; edges: ${change.edgesAdded.length} added, ${change.edgesRemoved.length} removed`
      stdout.write([...lines, counts, ''].join('\n'))
    }
    const differs =
      change.added.length + change.removed.length + change.changed.length + change.edgesAdded.length + change.edgesRemoved.length > 0
    if (differs && isSet(flags, 'exit-code')) return 1
    return incomplete ? 3 : 0
  },
})
