import { readToml } from '@cupel/formats'
import { expect, test } from 'vitest'
import type { JsonObject } from '../text/json-value.ts'
import { enabledByDefault } from './default-features.ts'

test('features turn on features, optional dependencies by three notations, and nothing weakly', () => {
  const toml = `[features]
default = ["app", "default"]
app = ["dep:clap", "regex", "syntect/yaml", "git?/fast", "app"]
extra = ["dep:minus"]`
  expect([...enabledByDefault(readToml(toml) as JsonObject)].toSorted()).toEqual(['app', 'clap', 'default', 'regex', 'syntect'])
  expect(enabledByDefault({}).size).toBe(0)
})
