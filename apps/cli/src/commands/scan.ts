import { REPORT_FORMATS, scan } from '@cupel/engine'
import { defineCommand, isSet, text, texts } from '../command.ts'
import { configuredOutput, withColour } from '../configured-output.ts'
import { deliver, deliveries } from '../deliver.ts'
import { POLICY_FLAGS } from '../policy-flags.ts'
import { progressOn } from '../progress.ts'
import { showEvent } from '../show-event.ts'
import { SCAN_FLAGS, scanOptions } from '../scan-flags.ts'

/** `cupel scan`: the main job. */
export default defineCommand({
  id: 'scan',
  summary: 'find known vulnerabilities and malicious packages in a project, lock file, SBOM or image',
  usage: '[TARGET]',
  arity: [0, 1],
  flags: {
    format: {
      type: 'string',
      short: 'f',
      multiple: true,
      value: 'NAME[=FILE]',
      suggests: REPORT_FORMATS.map(({ id }) => id),
      help: 'table, json, sarif, cyclonedx, markdown, html, junit, github; may be repeated',
    },
    output: { type: 'string', short: 'o', value: 'FILE', help: 'write the report to a file instead of stdout' },
    ...SCAN_FLAGS,
    ...POLICY_FLAGS,
  },
  description:
    'TARGET is a folder (default: the current one), a lock file, an SBOM, a container image (docker archive or OCI layout) or an archive.\n' +
    'Exit codes: 0 nothing found that fails the policy; 1 findings; 3 nothing to scan, or something was not read or matched.',
  examples: [
    ['cupel scan', 'the current folder, as a table'],
    ['cupel scan app.tar --format json -o report.json', 'a saved container image, as JSON'],
    ['cupel scan --policy default,licence --format markdown=comment.md', 'judged by two policy packs, for a pull request'],
    ['cupel scan --fail-on high,kev --format table --format sarif=cupel.sarif', 'for CI: two outputs and a gate'],
  ],
  async run(context) {
    const { args, flags, stderr } = context
    const stated = texts(flags, 'format')
    const configured = await configuredOutput(context.cwd, text(flags, 'config'))
    const wanted = deliveries(stated.length > 0 ? stated : configured.formats, text(flags, 'output'))
    const progress = progressOn(stderr, { quiet: isSet(flags, 'quiet'), now: context.now })
    const report = await scan(args[0] ?? '.', { ...scanOptions(context), emit: (event) => showEvent(event, progress) }).finally(() =>
      progress.done(),
    )
    await deliver(report, wanted, { ...context, stdout: withColour(context.stdout, configured.colour, context.env) })
    return report.verdict.exitCode
  },
})
