import { resolve } from 'node:path'
import { mergeBoms, readBomFile, writeBom } from '@cupel/engine/bom'
import { BOM_FORMAT_HELP, bomTarget } from '../bom-target.ts'
import { defineCommand, text } from '../command.ts'
import { CREATED_FLAG, createdTime } from '../created-time.ts'
import { writeOutput } from '../deliver.ts'
import { placed, showProblems } from '../show-problems.ts'

/** `cupel sbom merge`: several bills of materials as one. */
export default defineCommand({
  id: 'sbom-merge',
  summary: 'merge several SBOMs of any format into one',
  usage: 'FILE FILE…',
  arity: [1, 10_000],
  flags: {
    format: { type: 'string', short: 'f', value: 'NAME', help: BOM_FORMAT_HELP },
    output: { type: 'string', short: 'o', value: 'FILE', help: 'write to a file instead of stdout' },
    ...CREATED_FLAG,
  },
  examples: [['cupel sbom merge api.cdx.json web.spdx.json -o all.cdx.json', 'one document of both']],
  run(context) {
    const { args, flags, cwd, stdout, stderr } = context
    const format = bomTarget(text(flags, 'format'))
    const reads = args.map((file) => ({ file, read: readBomFile(file, { cwd }) }))
    const document = writeBom({ ...mergeBoms(reads.map(({ read }) => read.bom)), created: createdTime(context) }, format)
    const output = text(flags, 'output')
    if (output === undefined) stdout.write(document)
    else writeOutput(resolve(cwd, output), document)
    return showProblems(
      reads.flatMap(({ file, read }) => placed(read.problems, file)),
      stderr,
    )
      ? 3
      : 0
  },
})
