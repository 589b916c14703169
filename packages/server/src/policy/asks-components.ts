import type { PolicyPack } from '@cupel/policy'

const KEPT = /\bc(?:omponent)?\.(?:assessment|repository)\b|\.components\b/

/** Whether some rule may ask how the projects behind components are kept: that costs reading what is known of every package. */
export function asksComponents(packs: readonly PolicyPack[]): boolean {
  return packs.some(({ rules }) =>
    rules.some(
      ({ disabled, subject, when, assert }) =>
        disabled === null && (subject === 'assessment' || [when, assert].some((one) => one !== null && KEPT.test(one.text))),
    ),
  )
}
