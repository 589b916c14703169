import type { Problem } from '@cupel/model'
import type { Check, CheckScore } from '../check.ts'
import { CHECKS } from '../checks.gen.ts'
import type { Facts } from '../facts/facts.ts'
import type { ProjectIdentity } from '../facts/project-identity.ts'
import { notUnderstood } from '../finding.ts'
import type { Probe, ProbeFinding, Reading } from '../probe.ts'
import { PROBES } from '../probes.gen.ts'
import { aggregateScore } from './aggregate-score.ts'
import type { Annotation } from './annotations.ts'
import { readAnnotations } from './annotations.ts'

export interface AssessedCheck extends CheckScore {
  readonly check: Check
  /** Reasons that the project's own file gives; they never change the score. */
  readonly annotations: readonly Annotation[]
}

export interface AssessedProbe {
  readonly probe: Probe
  readonly findings: readonly ProbeFinding[]
}

/** What one reading makes of one project's facts. */
export interface Assessment {
  readonly project: ProjectIdentity
  readonly asOf: string
  readonly reading: Reading
  /** 0..10 with one decimal; -1 when no check has a score. */
  readonly score: number
  /** By name. */
  readonly checks: readonly AssessedCheck[]
  /** The probes that ran, by id. */
  readonly probes: readonly AssessedProbe[]
  readonly problems: readonly Problem[]
}

export interface AssessOptions {
  readonly reading?: Reading
  /** Names of checks to run; default all. */
  readonly checks?: readonly string[]
}

/** Runs checks over gathered facts. Pure: the same facts give the same assessment. A probe that fails is an error finding, no crash. */
export function assess(facts: Facts, { reading = 'cupel', checks: names }: AssessOptions = {}): Assessment {
  const chosen = CHECKS.filter(({ id }) => names === undefined || names.includes(id)).sort((a, b) => (a.id < b.id ? -1 : 1))
  const wanted = new Set(chosen.flatMap(({ probes }) => probes))
  const probes = PROBES.filter(({ id }) => wanted.has(id)).map((probe) => ({ probe, findings: runProbe(probe, facts, reading) }))
  const byId = new Map(probes.map(({ probe, findings }) => [probe.id, findings]))
  const annotations = readAnnotations(facts)
  const checks = chosen.map((check) => ({
    check,
    annotations: annotations.filter((annotation) => annotation.checks.includes(check.id.toLowerCase())),
    ...check.score(new Map(check.probes.map((id) => [id, byId.get(id) ?? []])), reading),
  }))
  return {
    project: facts.project,
    asOf: facts.asOf,
    reading,
    score: aggregateScore(checks.filter(({ basis }) => basis === undefined).map(({ check, score }) => ({ risk: check.risk, score }))),
    checks,
    probes: [...probes].sort((a, b) => (a.probe.id < b.probe.id ? -1 : 1)),
    problems: [...facts.problems, ...facts.files.problems],
  }
}

/** Runs one probe; what it throws becomes its answer. */
export function runProbe(probe: Probe, facts: Facts, reading: Reading): readonly ProbeFinding[] {
  try {
    return probe.run(facts, reading)
  } catch (error) {
    const reason = error instanceof Error ? error.name : 'unknown'
    return [notUnderstood(`the probe failed on this input (${reason}): a bug worth reporting`, { path: '.' })]
  }
}
