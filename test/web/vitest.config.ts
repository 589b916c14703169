import { defineConfig } from 'vitest/config'

/** The dashboard in a real browser: `npx vitest run --config test/web/vitest.config.ts`, after `npm run build`. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['**/*.e2e.ts'],
    pool: 'threads',
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
})
