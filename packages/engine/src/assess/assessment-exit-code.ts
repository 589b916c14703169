import type { AssessmentReport } from '@cupel/model'

/**
 * 1: the score is below the one asked for; 3: something that is there could not be read, or one was asked for and there is no score;
 * else 0. That evidence could not be seen is told in the report and never fails by itself.
 */
export function assessmentExitCode({ score, problems }: Pick<AssessmentReport, 'score' | 'problems'>, failBelow?: number): 0 | 1 | 3 {
  if (failBelow !== undefined && score >= 0 && score < failBelow) return 1
  const unscored = failBelow !== undefined && score < 0
  return unscored || problems.some(({ effect }) => effect === 'incomplete') ? 3 : 0
}
