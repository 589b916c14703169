import type { Assessment } from './assess.ts'
import { scorecardJson } from './scorecard-json.ts'
import type { AssessTool, ScorecardJson } from './scorecard-json.ts'

/** An in-toto statement (v1) whose predicate is Scorecard's result. */
export interface ScorecardStatement {
  readonly _type: 'https://in-toto.io/Statement/v1'
  readonly subject: readonly { readonly name: string; readonly uri: string; readonly digest: { readonly gitCommit: string } }[]
  readonly predicateType: 'https://scorecard.dev/result/v0.1'
  readonly predicate: ScorecardJson
}

/** States an assessment about one commit. Null without a commit: a statement about nothing could be put beside anything. */
export function scorecardStatement(assessment: Assessment, tool: AssessTool): ScorecardStatement | null {
  const { name, commit } = assessment.project
  if (!/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(commit)) return null
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name, uri: `git+https://${name}@${commit}`, digest: { gitCommit: commit } }],
    predicateType: 'https://scorecard.dev/result/v0.1',
    predicate: scorecardJson(assessment, tool),
  }
}
