import { insightsValue } from '../insights-value.ts'
import { toolsInUse } from '../../documents/tools-in-use.ts'
import type { Claim, ClaimKind } from '../claim.ts'

/** SECURITY-INSIGHTS lists security tools with where they run. */
export const insightsToolsRun: ClaimKind = {
  id: 'insights-tools-run',
  title: 'Tools that SECURITY-INSIGHTS says CI runs are run',
  check(facts): readonly Claim[] {
    const stated = insightsValue(facts, 'repository.security.tools', 'security-testing')
    if (stated === undefined || !Array.isArray(stated.value)) return []
    const uses = toolsInUse(facts)
    const files = facts.files.paths
      .filter((path) => /^(?:\.|makefile|justfile|tox|noxfile|package\.json|pyproject|hack\/|scripts?\/|ci\/)/i.test(path))
      .slice(0, 500)
    return stated.value.flatMap((tool: unknown): readonly Claim[] => {
      const name = text(tool, 'name') ?? text(tool, 'tool-name')
      if (name === undefined || name.length < 3 || !inCi(tool)) return []
      const plain = (one: string): string => one.toLowerCase().replace(/[^a-z0-9]/g, '')
      const claim = `CI runs ${name.slice(0, 60)}`
      const use = uses.find((one) => plain(one.tool.name).includes(plain(name)) || plain(name).includes(plain(one.tool.name)))
      if (use !== undefined)
        return [{ claim, stated: stated.place, verdict: 'holds', message: `${use.tool.name} is there`, evidence: use.places }]
      const word = name
        .toLowerCase()
        .split(/[^a-z0-9]+/)
        .find(
          (one) =>
            one.length >= 4 && !/^(?:security|scanner|scan|analysis|github|google|actions?|tool|code|lint|test|tests|fuzz)$/.test(one),
        )
      const named =
        word === undefined
          ? undefined
          : files.find(
              (path) => path.toLowerCase().includes(word) || (facts.files.text(path) ?? '').slice(0, 300_000).toLowerCase().includes(word),
            )
      if (named !== undefined)
        return [{ claim, stated: stated.place, verdict: 'unproven', message: 'It is named there', evidence: [{ path: named }] }]
      // Services of the forge and of vendors leave no trace in the tree.
      if (
        /dependabot|secret|snyk|fossa|clomonitor|whitesource|mend|deepsource|codacy|socket|gitguardian|advisor|scorecard|alerts|oss-?fuzz|coverity|sonar|renovate/i.test(
          name,
        )
      )
        return [{ claim, stated: stated.place, verdict: 'unproven', message: 'A service that needs no file may run it', evidence: [] }]
      return [
        {
          claim,
          stated: stated.place,
          verdict: 'contradicted',
          message: 'No file of CI, task or hook names it',
          evidence: files.slice(0, 2).map((path) => ({ path })),
        },
      ]
    })
  },
}

function text(value: unknown, key: string): string | undefined {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
  return typeof found === 'string' ? found : undefined
}

function inCi(tool: unknown): boolean {
  const integration: unknown = typeof tool === 'object' && tool !== null ? Reflect.get(tool, 'integration') : undefined
  return typeof integration === 'object' && integration !== null && Reflect.get(integration, 'ci') === true
}
