import { mergeBoms, readBomFile } from '@cupel/engine/bom'
import { BOM_FORMAT_HELP, BOM_FORMAT_NAMES, bomTarget } from '../bom-target.ts'
import { defineCommand, text } from '../command.ts'
import { CREATED_FLAG, createdTime } from '../created-time.ts'
import { deliverDocument } from '../deliver-document.ts'
import { placed, showProblems } from '../show-problems.ts'

/** `cupel sbom merge`: several bills of materials as one. */
export default defineCommand({
  id: 'sbom-merge',
  summary: 'merge several SBOMs of any format into one',
  usage: 'FILE FILE…',
  arity: [1, 10_000],
  flags: {
    format: { type: 'string', short: 'f', value: 'NAME', suggests: BOM_FORMAT_NAMES, help: BOM_FORMAT_HELP },
    output: { type: 'string', short: 'o', value: 'FILE', help: 'write to a file instead of stdout' },
    ...CREATED_FLAG,
  },
  examples: [['cupel sbom merge api.cdx.json web.spdx.json -o all.cdx.json', 'one document of both']],
  run(context) {
    const { args, flags, cwd, stderr } = context
    const format = bomTarget(text(flags, 'format'))
    const reads = args.map((file) => ({ file, read: readBomFile(file, { cwd }) }))
    const bom = { ...mergeBoms(reads.map(({ read }) => read.bom)), created: createdTime(context) }
    deliverDocument(bom, format, text(flags, 'output'), context)
    return showProblems(
      reads.flatMap(({ file, read }) => placed(read.problems, file)),
      stderr,
    )
      ? 3
      : 0
  },
})
