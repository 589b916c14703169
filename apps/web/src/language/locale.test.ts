import { expect, test } from 'vitest'
import { localeFor } from './locale.ts'

test.each([
  ['en', 'en'],
  ['en-GB', 'en'],
  ['zh-CN', 'zh-CN'],
  ['zh-Hans-SG', 'zh-CN'],
  ['sw-KE', 'sw'],
  ['SW', 'sw'],
  ['fr', null],
  ['', null],
])('the language for %s is %s', (wish, locale) => expect(localeFor(wish)).toBe(locale))
