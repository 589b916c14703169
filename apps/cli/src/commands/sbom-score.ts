import { readBomFile, scoreBom } from '@cupel/engine/bom'
import { printable } from '@cupel/engine'
import { usageWrongValue } from '@cupel/model'
import { defineCommand, isSet, text } from '../command.ts'
import { placed, showProblems } from '../show-problems.ts'

/** `cupel sbom score`: how well a document meets the NTIA minimum elements and BSI TR-03183-2. */
export default defineCommand({
  id: 'sbom-score',
  summary: 'score an SBOM against NTIA minimum elements and BSI TR-03183-2',
  usage: 'FILE',
  arity: [1, 1],
  flags: {
    json: { type: 'boolean', help: 'as JSON' },
    'fail-under': { type: 'string', value: 'SCORE', help: 'exit 1 below this score (0 to 10)' },
  },
  examples: [['cupel sbom score bom.cdx.json --fail-under 7', 'each rule with its points and the reason']],
  run({ args: [file = ''], flags, cwd, stdout, stderr }) {
    const least = text(flags, 'fail-under')
    if (least !== undefined && !(Number(least) >= 0 && Number(least) <= 10))
      throw usageWrongValue('--fail-under', least, 'a number from 0 to 10')
    const { bom, format, problems } = readBomFile(file, { cwd, invalid: 'report' })
    const result = scoreBom(bom, { format })
    if (isSet(flags, 'json')) stdout.write(JSON.stringify(result, null, 2) + '\n')
    else {
      const lines = result.rules.map(
        (rule) =>
          `  ${`${rule.got}/${rule.points}`.padStart(7)}  ${rule.title}: ${printable(rule.reason)}${rule.failing > 0 ? ` (${rule.components.map(printable).join(', ')}${rule.failing > rule.components.length ? ' …' : ''})` : ''}`,
      )
      const standards = result.standards.map(
        ({ standard, score, got, points }) => `${standard}: ${score.toFixed(1)} (${got} of ${points} points)`,
      )
      stdout.write([`${result.score.toFixed(1)} of 10  ${format.name} ${format.version}`, ...standards, ...lines, ''].join('\n'))
    }
    const incomplete = showProblems(placed(problems, file), stderr)
    if (least !== undefined && result.score < Number(least)) return 1
    return incomplete ? 3 : 0
  },
})
