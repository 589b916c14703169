import { defineConfig } from 'vitest/config'

/** The dashboard in a real browser: `npx vitest run --config test/web/vitest.config.ts`, after `npm run build`. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['**/*.e2e.ts'],
    pool: 'threads',
    fileParallelism: false,
    // Two loaded cores need their time; what is awaited is awaited by what it is, never by how long it takes.
    testTimeout: 600_000,
    hookTimeout: 180_000,
    maxConcurrency: 3,
    expect: { poll: { timeout: 60_000, interval: 50 } },
  },
})
