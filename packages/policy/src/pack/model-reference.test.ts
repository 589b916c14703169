import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { applyOverlay } from './apply-overlay.ts'
import { lintPack } from './lint-pack.ts'
import { modelReference } from './model-reference.ts'
import { readOverlay } from './read-overlay.ts'
import { readPack } from './read-pack.ts'

it('docs/policy.md holds the reference of the model', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../../docs/policy.md'), 'utf8')
  expect(text.slice(text.indexOf('<!-- model -->') + 15, text.indexOf('<!-- /model -->')).trim()).toBe(modelReference())
})

it('the pack and the overlay of docs/policy.md are what they say', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../../docs/policy.md'), 'utf8')
  const [pack = '', overlay = ''] = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml = '']) => yaml)
  const read = readPack(pack, 'docs', { tests: true })
  expect(lintPack(read, { now: new Date('2026-01-01') }).filter(({ level }) => level === 'error')).toEqual([])
  const shipped = readFileSync(join(import.meta.dirname, '../../data/packs/default.yaml'), 'utf8')
  expect(
    applyOverlay([readPack(shipped, 'default')], readOverlay(overlay, 'docs'))[0]?.rules.filter(({ disabled }) => disabled !== null),
  ).toHaveLength(1)
})
