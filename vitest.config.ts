import { availableParallelism } from 'node:os'
import { configDefaults, defineConfig } from 'vitest/config'

/**
 * What starts many programs. A process is copied for each one it starts, 40 ms a gigabyte of it, so these tests run first, in processes
 * that hold nothing else.
 */
const PROGRAMS = [
  'test/program/**/*.test.ts',
  'test/forge/**/*.test.ts',
  'test/conformance/{images,source,os-databases,binaries}.test.ts',
  'test/conformance/provenance-{gittuf,git-made,intoto,openpgp,ssh,tuf}.test.ts',
  'packages/engine/src/{reproduce,sign,verify}/**/*.test.ts',
  'packages/source/src/**/*.test.ts',
  'test/server/sources.test.ts',
]

export default defineConfig({
  test: {
    isolate: false,
    // One worker a core: the default leaves a core of two idle.
    maxWorkers: availableParallelism(),
    // For what hangs, not for what is slow: a machine may have much else to do.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    projects: [
      { extends: true, test: { name: 'programs', include: PROGRAMS, pool: 'forks', sequence: { groupOrder: 0 } } },
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...PROGRAMS],
          pool: 'threads',
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
