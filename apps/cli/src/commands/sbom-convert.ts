import { readBomFile } from '@cupel/engine/bom'
import { BOM_FORMAT_HELP, BOM_FORMAT_NAMES, bomTarget } from '../bom-target.ts'
import { defineCommand, isSet, text } from '../command.ts'
import { deliverDocument } from '../deliver-document.ts'
import { showProblems } from '../show-problems.ts'

/** `cupel sbom convert`: the same bill of materials in another format. */
export default defineCommand({
  id: 'sbom-convert',
  summary: 'convert an SBOM between CycloneDX and SPDX, versions and encodings',
  usage: 'FILE',
  arity: [1, 1],
  flags: {
    format: { type: 'string', short: 'f', value: 'NAME', suggests: BOM_FORMAT_NAMES, help: BOM_FORMAT_HELP },
    output: { type: 'string', short: 'o', value: 'FILE', help: 'write to a file instead of stdout' },
    lenient: { type: 'boolean', help: 'convert what can be read of an invalid document' },
  },
  description: 'What the target format cannot carry is told on stderr.',
  examples: [['cupel sbom convert bom.xml --format spdx-json -o bom.spdx.json', 'CycloneDX XML to SPDX 2.3 JSON']],
  run(context) {
    const { args, flags, cwd, stderr } = context
    const format = bomTarget(text(flags, 'format'))
    const { bom, problems } = readBomFile(args[0] as string, { cwd, invalid: isSet(flags, 'lenient') ? 'report' : 'refuse' })
    deliverDocument(bom, format, text(flags, 'output'), context)
    return showProblems(problems, stderr) ? 3 : 0
  },
})
