import { memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import { mutationFaults } from '../../../../test/mutate.ts'
import helm from './helm-chart-lock.ts'
import { extractFile } from '../extract-file.ts'

const LOCK = `dependencies:
- name: postgresql
  repository: https://charts.example/stable
  version: 12.1.9
- name: redis
  repository: oci://registry.example/charts
  version: "17.10"
- name: common
  repository: file://../common
  version: 0.1.0
- name: vendored
  repository: ""
  version: 0.2.0
digest: sha256:${'1'.repeat(64)}
generated: "2023-01-20T10:00:00.000000000Z"
`

test('charts of repositories; those in the tree are skipped', () => {
  const chart = 'apiVersion: v2\nname: app\nversion: 1.2.3\n'
  expect(extractionText(helm, { 'chart/Chart.lock': LOCK, 'chart/Chart.yaml': chart })).toMatchInlineSnapshot(`
    "helm-chart-lock ?: read, 2 packages, skipped 2 × chart in the tree
    :2 pkg:helm/postgresql@12.1.9 runtime direct
    :5 pkg:helm/redis@17.10 runtime direct
      [app 1.2.3 in chart] → pkg:helm/postgresql@12.1.9
      [app 1.2.3 in chart] → pkg:helm/redis@17.10"
  `)
})

test.each([
  ['a cut', LOCK.slice(0, LOCK.indexOf('digest')), '! malformed :? the key digest is missing'],
  ['an unknown key', LOCK + 'more: 1\n', '! unsupported-content :16'],
  ['no version', LOCK.replace('  version: 12.1.9\n', ''), '! malformed :2 postgresql has no version'],
])('%s is reported', (_, lock, problem) => expect(extractionText(helm, { 'Chart.lock': lock })).toContain(problem))

test('a requirements.lock of Python is not taken for one of Helm', () => {
  expect(extractFile(memoryTree({ 'requirements.lock': 'requests==2.31.0\n' }), helm, 'requirements.lock').foreign).toBe(true)
  expect(extractionText(helm, { 'requirements.lock': LOCK })).toContain('pkg:helm/redis@17.10')
})

test('damaged copies lose nothing silently', () => {
  expect(mutationFaults(helm, 'Chart.lock', LOCK)).toEqual([])
})
