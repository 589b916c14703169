import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Step } from '@cupel/model'
import { afterAll, expect, test } from 'vitest'
import { GITTUF_SCENARIOS, ROOT } from '../../../../../test/gittuf-scenarios.ts'
import { GittufRepository } from '../../../../../test/make-gittuf.ts'
import { verifyGittuf } from './verify-gittuf.ts'

const cwd = mkdtempSync(join(tmpdir(), 'cupel-gittuf-'))
afterAll(() => {
  rmSync(cwd, { recursive: true, force: true })
})

function innermost(step: Step | undefined): string {
  const inner = step?.steps.find(({ outcome }) => outcome === 'failed')
  return inner === undefined ? (step?.code ?? '') : innermost(inner)
}

test.each(GITTUF_SCENARIOS.map((scenario, at) => [scenario.name, scenario, at] as const))(
  '%s',
  async (_, { make, verdict: expected, ref }, at) => {
    const repository = new GittufRepository(join(cwd, String(at)))
    make(repository)
    const request = {
      target: repository.folder,
      rootKeys: [ROOT.id],
      refs: [ref ?? 'refs/heads/main'],
      cwd,
      now: new Date('2026-03-01T00:00:00Z'),
    }
    const { verdict, items, summary } = await verifyGittuf(request)
    expect(`${verdict.exitCode} ${innermost(items[0]?.step)}${verdict.exitCode === 0 && summary.warnings > 0 ? ' warned' : ''}`).toBe(
      expected,
    )
  },
)
