import { printable } from '@cupel/engine'
import { loadPacks, packText, ruleReads } from '@cupel/engine/policy'
import { defineCommand, isSet } from '../command.ts'

/** `cupel policy show`: what a pack asks for. */
export default defineCommand({
  id: 'policy-show',
  summary: 'show the rules and parameters of a policy pack',
  usage: 'PACK',
  arity: [1, 1],
  flags: { source: { type: 'boolean', help: 'the YAML itself, to start a pack of your own from' } },
  examples: [
    ['cupel policy show licence', 'its rules, with what each wants'],
    ['cupel policy show default --source > policy.yaml', 'a copy to change'],
  ],
  run({ args: [name = ''], flags, cwd, stdout }) {
    if (isSet(flags, 'source')) {
      const lines = packText(name, cwd).text.split('\n')
      stdout.write(lines.map(printable).join('\n'))
      return 0
    }
    for (const { id, title, version, digest, about, parameters, rules } of loadPacks([name], { cwd })) {
      stdout.write(`${id} ${version}: ${printable(title)}\n${digest}\n${printable(about.trim())}\n`)
      for (const { name: parameter, shown, about: says } of parameters) {
        stdout.write(`\nparams.${parameter} = ${printable(JSON.stringify(shown))}\n  ${printable(says)}\n`)
      }
      for (const rule of rules) {
        const off = rule.disabled === null ? '' : `  (switched off: ${printable(rule.disabled.reason)})`
        stdout.write(`\n${rule.id}  ${rule.severity}  ${rule.subject}${off}\n  ${printable(rule.title)}\n`)
        if (rule.when !== null) stdout.write(`  when    ${printable(rule.when.text)}\n`)
        stdout.write(`  assert  ${printable(rule.assert.text)}\n  reads   ${ruleReads(rule).join(', ')}\n`)
      }
    }
    return 0
  },
})
