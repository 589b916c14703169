import { expect, test } from 'vitest'
import { meetsConstraint } from './meets-constraint.ts'

test.each([
  ['1.26.4', '>=1.21,<2', true],
  ['2.0.0', '>=1.21,<2', false],
  ['2.0.0', '>= 1.21 , < 2', false],
  ['1.9', '^1.2', true],
  ['2.0', '^1.2', false],
  ['0.2.9', '^0.2.3', true],
  ['0.3.0', '^0.2.3', false],
  ['1.2.9', '~1.2', true],
  ['1.3.0', '~1.2.3', false],
  ['1.9', '~=1.2', true],
  ['1.3', '~=1.2.0', false],
  ['1.2.5', '1.2.*', true],
  ['1.2.5', '!=1.2.*', false],
  ['1.2', '==1.2.0', true],
  ['1.2rc1', '>=1.2', false],
  ['3.0', '^1 || ^3', true],
  ['2.0', '^1|^3', false],
  ['1.0', '*', true],
  ['1.0', '', true],
  ['branch', '>=9', true],
  ['1.0', '>=branch', true],
  ['1.0', '>1.0', false],
  ['1.0', '<=1.0', true],
])('%s meets %j: %s', (version, constraint, expected) => expect(meetsConstraint(version, constraint)).toBe(expected))
