import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { installationDamaged } from '@cupel/model'

/** An assessment that was really made, and when it is told here. */
export interface DemoAssessment {
  readonly daysAgo: number
  /** Slug of the example project whose repository it judges. */
  readonly project?: string
  /** Package URLs, without version, that come from the repository it judges. */
  readonly packages?: readonly string[]
  readonly report: Uint8Array
}

const FILE = 'demo-assessments.jsonl'
const PLACES = [`./data/${FILE}`, `../data/${FILE}`, `../../data/${FILE}`]

/** The assessments of the demonstration: beside the bundle or, in a checkout, in this room. */
export function demoAssessments(): readonly DemoAssessment[] {
  const file = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url))).find((path) => existsSync(path))
  if (file === undefined) throw installationDamaged('the assessments of the demonstration are missing')
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => {
      const { of, report } = JSON.parse(line) as { of: Omit<DemoAssessment, 'report'>; report: object }
      return { ...of, report: Buffer.from(JSON.stringify(report)) }
    })
}
