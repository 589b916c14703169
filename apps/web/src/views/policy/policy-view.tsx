import type { FC } from 'react'
import type { Answer } from '../../api/contract.ts'
import { useAnswer, usePages } from '../../api/use-answer.ts'
import type { Listed } from '../../api/use-answer.ts'
import { formatNumber } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import { Page } from '../../parts/page.tsx'
import { totalText } from '../../parts/table.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { useAt, useUrlState } from '../../shell/url-state.ts'
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
  const at = useAt()
  const { data } = useAnswer<Answer<'Overview'>>('/overview', { at })
  const part = NAMES.find((name) => name === tab) ?? 'matrix'
  const Shown: FC = PARTS[part]
  const path = PATHS[part]
  // As the part asks it, so that it is asked once.
  const list = usePages(part === 'packs' || part === 'exceptions' ? (path ?? null) : null)
  return (
    <Page
      place={t('nav.policy')}
      question={t(`policy.question-${part}`)}
      figure={
        part === 'packs' || part === 'exceptions' ? figureOf(part, list.total) : data === undefined ? undefined : failing(data.policy)
      }
      asOf={part === 'packs' || part === 'exceptions' ? list.asOf : data?.asOf}
      data={path === undefined ? undefined : { path, query: part === 'matrix' ? { at } : {} }}
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

/** Where no rule was asked, none is known not to be kept. */
function failing({ pass, fail, unknown }: Answer<'Overview'>['policy']): { value: string; of: string } {
  return {
    value: pass + fail + unknown === 0 ? '–' : formatNumber(fail),
    of: t('policy.figure', { count: fail, unknown: formatNumber(unknown) }),
  }
}

function figureOf(part: 'packs' | 'exceptions', total: Listed<unknown>['total']): { value: string; of: string } | undefined {
  return total === null ? undefined : { value: totalText(total), of: t(`policy.figure-${part}`, { count: total.count }) }
}
