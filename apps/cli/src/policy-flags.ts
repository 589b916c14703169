import type { ScanOptions } from '@cupel/engine'
import { text, texts } from './command.ts'
import type { Flag, FlagValues } from './command.ts'

/** What becomes of rules that cannot be answered. */
export const UNKNOWN_FLAG: Readonly<Record<string, Flag>> = {
  'policy-unknown': {
    type: 'string',
    value: 'WHAT',
    choices: ['fail', 'pass'],
    help: 'rules that cannot be answered: fail keeps the run from passing (exit 3; the default), pass only tells of them',
  },
}

/** By which packs a scan is judged. */
export const POLICY_FLAGS: Readonly<Record<string, Flag>> = {
  policy: {
    type: 'string',
    multiple: true,
    value: 'PACK[,PACK]',
    help: 'judge by a policy pack too: a shipped one (cupel policy list) or a file; may be repeated',
  },
  'policy-evidence': {
    type: 'string',
    multiple: true,
    value: 'FILE',
    help: 'what rules may look at besides: JSON of assess or verify, facts about components, registry documents; may be repeated',
  },
  ...UNKNOWN_FLAG,
}

/** Names of packs: repeated, or joined by commas. */
export function packNames(values: readonly string[]): readonly string[] {
  return values.flatMap((value) => value.split(',').map((name) => name.trim()))
}

/** The engine's request from the flags; empty members are not said. */
export function policyOptions(flags: FlagValues): NonNullable<ScanOptions['policy']> {
  const unknown = unknownOf(flags)
  return {
    packs: packNames(texts(flags, 'policy')),
    evidence: texts(flags, 'policy-evidence'),
    ...(unknown !== undefined && { unknown }),
  }
}

export function unknownOf(flags: FlagValues): 'fail' | 'pass' | undefined {
  const value = text(flags, 'policy-unknown')
  return value === 'fail' || value === 'pass' ? value : undefined
}
