import type { AssessmentReport } from '@cupel/model'
import { cupel } from './cupel.ts'
import type { RunOptions } from './cupel.ts'

/** A small project that does much of what is asked for. */
export const KEPT: Readonly<Record<string, string>> = {
  'README.md': '# App\n\nSays hello.\n',
  LICENSE: 'MIT License\n\nCopyright (c) 2024 Ada\n',
  'SECURITY.md': '# Security\n\nReport vulnerabilities to security@acme.example. We answer within 14 days and disclose within 90 days.\n',
  '.github/dependabot.yml': 'version: 2\nupdates:\n  - package-ecosystem: npm\n    directory: /\n    schedule: { interval: weekly }\n',
  '.github/workflows/ci.yml': [
    'name: ci',
    'on: [push]',
    'permissions: { contents: read }',
    'jobs:',
    '  test:',
    '    runs-on: ubuntu-latest',
    '    steps:',
    '      - uses: actions/checkout@8f4b7f84864484a7bf31766abe9204da3cbe65b3',
    '      - run: npm ci && npm test',
    '',
  ].join('\n'),
  'package.json': '{ "name": "app", "version": "1.0.0", "license": "MIT" }\n',
  'src/app.js': 'console.log("hello")\n',
}

export const AS_OF = '2024-06-01T00:00:00Z'

/** The JSON report of `cupel assess … --offline`, with the exit code it came with. */
export function assessJson(
  args: readonly string[],
  options: RunOptions = {},
): { readonly code: number | null; readonly report: AssessmentReport; readonly stderr: string } {
  const { code, stdout, stderr } = cupel(['assess', ...args, '--offline', '--as-of', AS_OF, '--format', 'json'], options)
  if (stdout === '') throw new Error(`no report, exit ${code}: ${stderr}`)
  return { code, report: JSON.parse(stdout) as AssessmentReport, stderr }
}

/** Score of a check, or why there is none. */
export function scoreOf({ checks }: AssessmentReport, id: string): number | undefined {
  return checks.find((check) => check.id === id)?.score
}
