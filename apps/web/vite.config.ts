import react from '@vitejs/plugin-react'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import { defineConfig } from 'vite'
import type { Plugin } from 'vite'

/** Catalogues are written as ICU text and shipped compiled, so that no parser of it is. */
function catalogues(): Plugin {
  return {
    name: 'cupel-catalogues',
    enforce: 'pre',
    transform(code, id) {
      if (!/\/src\/locales\/[^/]+\.json$/.test(id)) return
      const messages = Object.entries(JSON.parse(code) as Record<string, string>)
      const compiled = Object.fromEntries(messages.map(([key, message]) => [key, compileMessage(message)]))
      return { code: `export default ${JSON.stringify(compiled)}`, map: null, moduleType: 'js' }
    },
  }
}

/** The dashboard: static files without inline script or style, served by `cupel serve` under a strict content security policy. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [catalogues(), react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    manifest: true,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// },
            {
              name: 'tanstack',
              test: /node_modules\/@tanstack\/(react-router|router-core|history|react-query|query-core|react-store|store)\//,
            },
          ],
        },
      },
    },
  },
})
