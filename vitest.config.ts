import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.ts', 'test/**/*.test.ts'],
    pool: 'threads',
    isolate: false,
    // One worker a core: the default leaves a core of two idle.
    maxWorkers: availableParallelism(),
    // For what hangs, not for what is slow: a machine may have much else to do.
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
})
