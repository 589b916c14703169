import { printable } from '@cupel/engine'
import { loadPacks, testPack } from '@cupel/engine/policy'
import { defineCommand, isSet } from '../command.ts'

/** `cupel policy test`: the tests that stand in packs. */
export default defineCommand({
  id: 'policy-test',
  summary: 'run the tests of policy packs',
  usage: 'PACK…',
  arity: [1, 100],
  flags: {
    json: { type: 'boolean', help: 'as JSON' },
    strict: { type: 'boolean', help: 'fail too when a rule is not shown to pass, fail and not know' },
  },
  description: 'Exit 0 when every test gives what it expects, 1 when one does not or there is none.',
  examples: [['cupel policy test policy.yaml', 'a line for each test that fails, and what decided']],
  run({ args, flags, cwd, stdout }) {
    const reports = args.flatMap((name) =>
      loadPacks([name], { cwd, tests: true }).map((pack) => ({ source: name, pack: pack.id, ...testPack(pack) })),
    )
    const failed = reports.some(({ results }) => results.length === 0 || results.some(({ ok }) => !ok))
    const thin = isSet(flags, 'strict') && reports.some(({ untested }) => untested.length > 0)
    if (isSet(flags, 'json')) {
      stdout.write(`${JSON.stringify(reports, null, 2)}\n`)
      return failed || thin ? 1 : 0
    }
    for (const { source, pack, results, untested } of reports) {
      for (const { rule, name, line, expected, found, deciding, missing } of results.filter(({ ok }) => !ok)) {
        stdout.write(`${printable(source)}:${line}: ${rule}, ${printable(name)}: expected ${expected}, found ${found}\n`)
        for (const { expression, value } of deciding) stdout.write(`  ${printable(expression)} is ${printable(value)}\n`)
        for (const one of missing) stdout.write(`  not known: ${printable(one)}\n`)
      }
      for (const { rule, outcomes } of untested) stdout.write(`${printable(source)}: ${rule}: no test shows ${outcomes.join(', ')}\n`)
      stdout.write(`${pack}: ${results.filter(({ ok }) => ok).length} of ${results.length} tests passed\n`)
    }
    return failed || thin ? 1 : 0
  },
})
