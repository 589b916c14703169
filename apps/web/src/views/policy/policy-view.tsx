import type { FC } from 'react'
import type { Answer } from '../../api/contract.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { formatNumber } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import { Page } from '../../parts/page.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { useUrlState } from '../../shell/url-state.ts'
import { Exceptions } from './exceptions.tsx'
import { Matrix } from './matrix.tsx'
import { Packs } from './packs.tsx'
import { WhatIf } from './what-if.tsx'

const PARTS = { matrix: Matrix, packs: Packs, exceptions: Exceptions, 'what-if': WhatIf } satisfies Readonly<Record<string, FC>>
type Part = keyof typeof PARTS
const NAMES = Object.keys(PARTS) as Part[]
const PATHS: Readonly<Partial<Record<Part, string>>> = { matrix: '/policy-matrix', packs: '/policies', exceptions: '/policy-exceptions' }

/** Which rules hold where, on what evidence, with which exceptions; and who would break under another rule. */
export function PolicyView() {
  const [{ tab }] = useUrlState()
  const { data } = useAnswer<Answer<'Overview'>>('/overview')
  const part = NAMES.find((name) => name === tab) ?? 'matrix'
  const Shown: FC = PARTS[part]
  const path = PATHS[part]
  return (
    <Page
      place={t('nav.policy')}
      question={t(`policy.question-${part}`)}
      figure={
        data === undefined
          ? undefined
          : {
              value: formatNumber(data.policy.fail),
              of: t('policy.figure', { count: data.policy.fail, unknown: formatNumber(data.policy.unknown) }),
            }
      }
      asOf={data?.asOf}
      data={path === undefined ? undefined : { path, list: part !== 'matrix' }}
    >
      <Tabs
        label={t('policy.parts')}
        tabs={NAMES.map((name) => ({
          to: name === 'matrix' ? '/policy' : `/policy?tab=${name}`,
          name: t(`policy.tab-${name}`),
          here: name === part,
        }))}
      />
      <Shown />
    </Page>
  )
}
