import { describeAdvisory, explainFindings, findingsAbout, openAdvisoryData, printable, scan } from '@cupel/engine'
import { advisoryUnknown, PROVENANCE_RULES } from '@cupel/model'
import type { ProvenanceRuleId } from '@cupel/model'
import { defineCommand } from '../command.ts'
import { SCAN_FLAGS, scanOptions } from '../scan-flags.ts'

/** `cupel explain`: an advisory from the database, and with a target everything known of its findings there. */
export default defineCommand({
  id: 'explain',
  summary: 'tell all that is known of an advisory, or of its findings in a target',
  usage: 'ADVISORY|FINDING|PURL [TARGET]',
  arity: [1, 2],
  flags: SCAN_FLAGS,
  examples: [
    ['cupel explain GHSA-jfh8-c2jp-5v3q', 'the advisory: aliases, severity, exploitation, text'],
    ['cupel explain CVE-2021-44228 .', 'why it matched here, where, and the way out'],
    ['cupel explain provenance-wrong . --trust trust.toml --evidence DIR', 'what was checked of where components come from'],
  ],
  async run(context) {
    const [name = '', target] = context.args
    const { columns, colour, unicode } = context.stdout
    const options = { width: columns, colour, unicode }
    if (target !== undefined) {
      const report = await scan(target, scanOptions(context))
      const findings = findingsAbout(report, name)
      if (findings.length > 0) {
        context.stdout.write(explainFindings(findings, options))
        return 0
      }
      context.stderr.write(`cupel: no finding of ${printable(JSON.stringify(name))} in ${printable(target)}\n`)
    }
    const rule = Object.hasOwn(PROVENANCE_RULES, name) ? PROVENANCE_RULES[name as ProvenanceRuleId] : null
    if (rule !== null) {
      context.stdout.write(`${name}: ${rule.title}\n\n${rule.meaning}\nseverity: ${rule.severity}\nway out: ${rule.remedy}\n`)
      return 0
    }
    const index = await openAdvisoryData(scanOptions(context))
    try {
      const text = describeAdvisory(index, name)
      if (text === null) throw advisoryUnknown(name)
      context.stdout.write(text)
      return 0
    } finally {
      index.close()
    }
  },
})
