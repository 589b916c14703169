import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

// Only where contributors are told what to do; a README that mentions tests says nothing of a duty.
export default defineProbe(
  documentedBy({
    id: 'documentsTestPolicy',
    title: 'Is there a policy that changes come with tests?',
    what: 'a policy that new functionality comes with tests',
    remediation: { text: 'Write in CONTRIBUTING: a change of behaviour comes with automated tests', effort: 'low' },
    roles: ['contributing', 'template', 'governance'],
    // A report of a bug is asked for a test case that shows it.
    except: /issue_template/,
    statements: [
      /\b(?:must|should|need|needs|required?|please|always|ensure|make sure|expected?|all|every|any|each)\b.{0,140}\b(?:add|include|have|has|come|provide|write|accompan|cover|updat)\w*\b.{0,80}\b(?<!\b(?:minimal|reduced|reproducible|small|simple) )(?:tests?|test cases?|test coverage)\b/i,
      /\b(?:add|include|write|provide|update)\b.{0,30}\b(?:unit |automated |new |regression |appropriate |corresponding |more )?(?<!\b(?:minimal|reduced|reproducible|small|simple) )tests?\b.{0,120}\b(?:for|when|if|that|with|to cover|where)\b/i,
      /\btests? (?:are|is) (?:required|mandatory|expected)\b/i,
      /\bno (?:pull request|pr|change|patch|code) .{0,60} without .{0,20}tests?\b/i,
      /\b(?:new (?:features?|functionality|code)|bug ?fix(?:es)?|changes)\b.{0,80}\b(?:must|should|need|require|ha(?:s|ve) to)\w*\b.{0,60}\btests?\b/i,
      /- \[[ x]\] .{0,60}\b(?:add|includ|updat|writt)\w*\b.{0,40}\btests?\b/i,
    ],
  }),
)
