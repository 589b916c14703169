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

/**
 * What takes long and says the same on every Node, or asks again what others of its kind ask: conformance data, properties, the help of every
 * command, what a killed process leaves behind, long rows of whole-program cases. Left out with CUPEL_TESTS=short.
 */
const LONG = [
  'test/conformance/**',
  '**/*.property.test.ts',
  'packages/model/src/version-keys/**',
  'packages/server/src/http/role-matrix.test.ts',
  'test/program/{usage,completion,server-faults,server-push,assess-list,sbom,verify-signatures,tuf-protocol}.test.ts',
]

const exclude = [...configDefaults.exclude, ...(process.env['CUPEL_TESTS'] === 'short' ? LONG : [])]

export default defineConfig({
  test: {
    isolate: false,
    // One worker a core: the default leaves a core of two idle.
    maxWorkers: availableParallelism(),
    // For what hangs, not for what is slow: a machine may have much else to do.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    projects: [
      { extends: true, test: { name: 'programs', include: PROGRAMS, exclude, pool: 'forks', sequence: { groupOrder: 0 } } },
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: [...exclude, ...PROGRAMS],
          pool: 'threads',
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
