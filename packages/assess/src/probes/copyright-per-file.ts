import { statedPerFile } from '../documents/stated-per-file.ts'
import { defineProbe } from '../probe.ts'

const STATED = /\bcopyright\b|©|\(c\)\s+\d{4}|SPDX-FileCopyrightText/i

export default defineProbe({
  id: 'copyrightPerFile',
  title: 'Does each source file state its copyright?',
  remediation: {
    text: 'Add «SPDX-FileCopyrightText: <year> <name>» to each source file (reuse annotate does it)',
    effort: 'medium',
    link: 'https://reuse.software',
  },
  run: (facts) => statedPerFile(facts, 'copyright', STATED),
})
