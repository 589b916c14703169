import { sbomOf } from '@cupel/engine/bom'
import { BOM_FORMAT_HELP, BOM_FORMAT_NAMES, bomTarget } from '../bom-target.ts'
import { defineCommand, isSet, text, texts } from '../command.ts'
import { CREATED_FLAG, createdTime } from '../created-time.ts'
import { deliverDocument } from '../deliver-document.ts'
import { progressOn } from '../progress.ts'
import { TARGET_FLAGS } from '../scan-flags.ts'
import { showEvent } from '../show-event.ts'
import { showProblems } from '../show-problems.ts'

/** `cupel sbom`: the bill of materials of a target. */
export default defineCommand({
  id: 'sbom',
  summary: 'write a software bill of materials',
  usage: '[TARGET]',
  arity: [0, 1],
  flags: {
    format: { type: 'string', short: 'f', value: 'NAME', suggests: BOM_FORMAT_NAMES, help: BOM_FORMAT_HELP },
    output: { type: 'string', short: 'o', value: 'FILE', help: 'write to a file instead of stdout' },
    name: { type: 'string', value: 'NAME', help: 'name of the thing described' },
    version: { type: 'string', value: 'VERSION', help: 'version of the thing described' },
    'allow-incomplete': { type: 'boolean', help: 'do not exit with 3 when something was not read' },
    ...CREATED_FLAG,
    ...TARGET_FLAGS,
  },
  description: 'Exit 3 when something in the target was not read: the document is written all the same, and stderr says what is missing.',
  examples: [
    ['cupel sbom -o bom.cdx.json', 'CycloneDX 1.6 of the current folder'],
    ['cupel sbom image.tar --format spdx3', 'SPDX 3.0.1 of a container image'],
  ],
  async run(context) {
    const { args, flags, cwd, stderr } = context
    const format = bomTarget(text(flags, 'format'))
    const created = createdTime(context)
    const name = text(flags, 'name')
    const version = text(flags, 'version')
    const as = text(flags, 'as')
    const progress = progressOn(stderr, { quiet: isSet(flags, 'quiet'), now: context.now })
    const { bom, problems } = await sbomOf(args[0] ?? '.', {
      cwd,
      created,
      exclude: texts(flags, 'exclude'),
      gitignore: isSet(flags, 'gitignore'),
      installed: isSet(flags, 'installed'),
      emit: (event) => showEvent(event, progress),
      ...(as === undefined ? {} : { as }),
      ...(name === undefined ? {} : { name }),
      ...(version === undefined ? {} : { version }),
    }).finally(() => progress.done())
    deliverDocument(bom, format, text(flags, 'output'), context)
    const incomplete = showProblems(isSet(flags, 'quiet') ? problems.filter(({ effect }) => effect === 'incomplete') : problems, stderr)
    return incomplete && !isSet(flags, 'allow-incomplete') ? 3 : 0
  },
})
