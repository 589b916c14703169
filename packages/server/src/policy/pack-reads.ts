import type { PolicyPack } from '@cupel/policy'

/** What must be read for packs besides what is uploaded. */
export interface PackReads {
  /** Some rule may ask how a component's project is kept. */
  readonly componentsAssessed: boolean
}

const COMPONENTS_ASSESSED = /\bc(?:omponent)?\.(?:assessment|repository|deprecated|published)\b|\.components\b/

export function packReads(packs: readonly PolicyPack[]): PackReads {
  const texts = packs.flatMap(({ rules }) =>
    rules
      .filter(({ disabled }) => disabled === null)
      .flatMap(({ when, assert, subject }) => [when, assert].flatMap((one) => (one === null ? [] : [{ subject, text: one.text }]))),
  )
  return {
    componentsAssessed: texts.some(({ subject, text }) => subject === 'assessment' || COMPONENTS_ASSESSED.test(text)),
  }
}
