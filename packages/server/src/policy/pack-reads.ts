import type { PolicyPack } from '@cupel/policy'

/** What the answers of packs depend on besides what is uploaded and decided. */
export interface PackReads {
  /** Answers change by themselves: ages are counted, or facts are asked that are renewed daily. */
  readonly timed: boolean
  /** Some rule may ask how a component's project is kept. */
  readonly componentsAssessed: boolean
}

const TIMED = /\bnow\b|\.epss\b|\.data\b|\.rank\b/
const COMPONENTS_ASSESSED = /\bc(?:omponent)?\.(?:assessment|repository|deprecated|published)\b|\.components\b/

export function packReads(packs: readonly PolicyPack[]): PackReads {
  const texts = packs.flatMap(({ rules }) =>
    rules
      .filter(({ disabled }) => disabled === null)
      .flatMap(({ when, assert, subject }) => [when, assert].flatMap((one) => (one === null ? [] : [{ subject, text: one.text }]))),
  )
  return {
    timed: texts.some(({ text }) => TIMED.test(text)),
    componentsAssessed: texts.some(({ subject, text }) => subject === 'assessment' || COMPONENTS_ASSESSED.test(text)),
  }
}
