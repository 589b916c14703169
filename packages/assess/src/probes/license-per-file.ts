import { statedPerFile } from '../documents/stated-per-file.ts'
import { defineProbe } from '../probe.ts'

const STATED =
  /SPDX-License-Identifier|\blicen[sc]ed? under\b|\bpermission is hereby granted\b|\bredistribution and use in source\b|\bgeneral public license\b|\bsubject to the terms\b|\bgoverned by (?:a|the) .{0,40}licen[sc]e|\b(?:apache|MIT|BSD|mozilla public) licen[sc]e\b/i

export default defineProbe({
  id: 'licensePerFile',
  title: 'Does each source file state its licence?',
  remediation: {
    text: 'Add «SPDX-License-Identifier: <id>» to each source file (reuse annotate does it)',
    effort: 'medium',
    link: 'https://reuse.software',
  },
  run: (facts) => statedPerFile(facts, 'licence', STATED),
})
