import { ASSESSMENT_FORMATS, assessmentExitCode, assessmentReport, assessProject, storedAssessment } from '@cupel/engine/assess'
import { printable } from '@cupel/engine'
import { assessRequest, numberOf, PROJECT_FLAGS } from '../assess-flags.ts'
import { defineCommand, isSet, text, texts } from '../command.ts'
import { assessmentDeliveries, deliverAssessment } from '../deliver-assessment.ts'
import { progressOn } from '../progress.ts'

/** `cupel assess`: how well a project is kept, with evidence. */
export default defineCommand({
  id: 'assess',
  summary: 'judge an open source project from its clone, with evidence',
  usage: '[TARGET]',
  arity: [0, 1],
  graceful: true,
  flags: {
    format: {
      type: 'string',
      short: 'f',
      multiple: true,
      value: 'NAME[=FILE]',
      suggests: ASSESSMENT_FORMATS,
      help: `${ASSESSMENT_FORMATS.join(', ')}; may be repeated (default: text)`,
    },
    'fail-below': { type: 'string', value: 'N', help: 'exit with 1 when the score is below N' },
    earlier: { type: 'string', multiple: true, value: 'FILE', help: 'JSON report of before, for the trend in html; may be repeated' },
    ...PROJECT_FLAGS,
  },
  description:
    'TARGET is a folder (default: the current one), the URL of a git repository or a purl. Nothing of the project is run. What cannot be seen\n' +
    'is unknown, with what would show it, and never counts as a fault.\n' +
    'Exit codes: 0 assessed; 1 below --fail-below; 3 something that is there could not be read.',
  examples: [
    ['cupel assess', 'the current folder, offline unless there is a token'],
    ['cupel assess https://github.com/acme/app --format json=app.json --format html=app.html', 'clones, and asks the forge'],
    ['cupel assess --as scorecard-5 --format scorecard', 'as Scorecard 5 would score it, in its JSON'],
    ['cupel assess --fail-below 7 --format text --format badge=score.svg', 'for CI: a gate and a badge'],
  ],
  async run(context) {
    const { args, flags, cwd, stderr } = context
    const target = args[0] ?? '.'
    const wanted = assessmentDeliveries(texts(flags, 'format'))
    const failBelow = text(flags, 'fail-below')
    const least = failBelow === undefined ? undefined : numberOf('--fail-below', failBelow, [0, 10])
    const earlier = texts(flags, 'earlier').map((file) => storedAssessment(file, cwd))
    const quiet = isSet(flags, 'quiet')
    const progress = progressOn(stderr, { quiet, now: context.now })
    const request = await assessRequest(target, context, {
      cloning: (url) => progress.show(`cloning ${printable(withoutCredentials(url))}`),
      paused: (ms) => quiet || stderr.write(`cupel: the forge asks to wait ${Math.ceil(ms / 1000)} s\n`),
    })
    const assessed = await assessProject(target, request).finally(() => progress.done())
    const report = assessmentReport(assessed)
    deliverAssessment({ assessed, report, earlier }, wanted, context)
    return assessmentExitCode(report, least)
  },
})

function withoutCredentials(url: string): string {
  return url.replace(/^([a-z]+:\/\/)[^/@]*@/, '$1')
}
