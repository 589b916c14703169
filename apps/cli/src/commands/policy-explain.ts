import { printable } from '@cupel/engine'
import { checkPolicies, loadPacks, policyText, readPolicyDocuments } from '@cupel/engine/policy'
import { notInTarget } from '@cupel/model'
import type { PolicyResult } from '@cupel/model'
import { defineCommand, text, texts } from '../command.ts'
import { packNames } from '../policy-flags.ts'

/** `cupel policy explain`: why a rule says what it says. */
export default defineCommand({
  id: 'policy-explain',
  summary: 'show what decided a rule: which part of it, which evidence, and where that stands',
  usage: 'RULE REPORT…',
  arity: [2, 1000],
  flags: {
    policy: { type: 'string', short: 'p', multiple: true, value: 'PACK[,PACK]', help: 'pack that the rule is in (default: default)' },
    subject: { type: 'string', value: 'TEXT', help: 'only subjects that hold this text; then what is kept is explained too' },
  },
  examples: [
    ['cupel policy explain licence-allowed scan.json -p licence', 'every component that is not kept or not known'],
    ['cupel policy explain licence-allowed scan.json -p licence --subject left-pad', 'why this one is kept, or not'],
  ],
  run({ args: [id = '', ...files], flags, cwd, now, stdout }) {
    const named = packNames(texts(flags, 'policy'))
    const packs = loadPacks(named.length === 0 ? ['default'] : named, { cwd })
    const rules = packs
      .map((pack) => ({ ...pack, rules: pack.rules.filter((rule) => rule.id === id) }))
      .filter((pack) => pack.rules.length > 0)
    const [rule] = rules.flatMap((pack) => pack.rules)
    if (rule === undefined) throw notInTarget(id, packs.map((pack) => pack.id).join(', '))
    stdout.write(
      `${rule.id} (${rule.severity}, about ${rule.subject}): ${printable(rule.title)}\n  at ${printable(rule.source)}:${rule.line}\n`,
    )
    if (rule.when !== null) stdout.write(`  when    ${printable(rule.when.text)}\n`)
    stdout.write(`  assert  ${printable(rule.assert.text)}\n\n`)
    const wanted = text(flags, 'subject') ?? ''
    const projects = checkPolicies(rules, readPolicyDocuments(files, cwd), now(), { explained: 10_000, passed: wanted !== '' })
    for (const { name, policy } of projects) {
      const chosen = policy.packs.flatMap((pack) =>
        pack.rules.flatMap(({ results }) => results.filter(({ subject }) => subject.includes(wanted))),
      )
      const open = new Set(chosen.filter(({ outcome }) => outcome !== 'pass'))
      const packsShown = policy.packs.map((pack) => ({
        ...pack,
        notes: [],
        rules: pack.rules.map((one) => ({ ...one, results: one.results.filter((result) => open.has(result)) })),
      }))
      const { columns: width, colour, unicode } = stdout
      stdout.write(`${printable(name)}\n${policyText({ ...policy, packs: packsShown }, { width, colour, unicode, all: true })}`)
      for (const result of chosen) if (!open.has(result)) stdout.write(keptText(result))
    }
    return 0
  },
})

function keptText({ name, deciding, evidence }: PolicyResult): string {
  const read = evidence.map(({ field, value, places }) => {
    const at = places.map(({ path, line, url }) => (path === undefined ? (url ?? '') : line === undefined ? path : `${path}:${line}`))
    return `    ${field} = ${value}${at.length === 0 ? '' : ` (${at.join(', ')})`}`
  })
  return [`  kept: ${name}`, ...deciding.map(({ expression, value }) => `    ${expression} is ${value}`), ...read]
    .map((line) => `${printable(line)}\n`)
    .join('')
}
