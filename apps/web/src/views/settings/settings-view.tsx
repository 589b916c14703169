import { useParams } from '@tanstack/react-router'
import type { FC } from 'react'
import type { Answer } from '../../api/contract.ts'
import type { Query } from '../../api/client.ts'
import { useSession } from '../../api/session.ts'
import { useAnswer, usePages } from '../../api/use-answer.ts'
import type { Listed } from '../../api/use-answer.ts'
import { formatNumber } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import { Page } from '../../parts/page.tsx'
import { totalText } from '../../parts/table.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { Account } from './account.tsx'
import { Audit } from './audit.tsx'
import { CiTrusts } from './ci-trusts.tsx'
import { People } from './people.tsx'
import { SourceSettings } from './source-settings.tsx'
import { System } from './system.tsx'
import { Tokens } from './tokens.tsx'
import { TrustPolicy } from './trust-policy.tsx'
import { Webhooks } from './webhooks.tsx'

interface Section {
  readonly shown: FC
  /** Left out for who lacks it. */
  readonly needs?: string
  /** The list that it is about; asked as the section asks it, so that it is asked once. */
  readonly path?: string
  readonly query?: Query
}

const SECTIONS = {
  account: { shown: Account, path: '/passkeys' },
  tokens: { shown: Tokens, path: '/tokens' },
  people: { shown: People, needs: 'admin:write', path: '/accounts', query: { limit: 200 } },
  'trust-policy': { shown: TrustPolicy, needs: 'policy:read', path: '/trust-policies' },
  trusts: { shown: CiTrusts, needs: 'admin:write', path: '/ci-trusts' },
  webhooks: { shown: Webhooks, needs: 'admin:write', path: '/webhooks' },
  sources: { shown: SourceSettings, needs: 'project:write', path: '/sources' },
  audit: { shown: Audit, needs: 'audit:read', path: '/audit' },
  system: { shown: System, needs: 'admin:write' },
} satisfies Readonly<Record<string, Section>>
type Name = keyof typeof SECTIONS
const NAMES = Object.keys(SECTIONS) as Name[]

/** What is set, by whom, and how the server fares. */
export function SettingsView() {
  const { section } = useParams({ strict: false }) as { section?: string }
  const { data: session } = useSession()
  const here = NAMES.find((name) => name === section) ?? 'account'
  const { shown: Shown, path, query = {} }: Section = SECTIONS[here]
  const list = usePages(path ?? null, query)
  const system = useAnswer<Answer<'System'>>(here === 'system' ? '/system' : null)
  const visible = NAMES.filter((name) => {
    const { needs }: Section = SECTIONS[name]
    return needs === undefined || session?.permissions.includes(needs)
  })
  return (
    <Page
      plain
      place={t('nav.settings')}
      question={t(`settings.question-${here}`)}
      figure={here === 'system' ? setAside(system.data) : figureOf(here, list)}
      asOf={here === 'system' ? (system.data === undefined ? null : new Date(system.dataUpdatedAt).toISOString()) : list.asOf}
      data={path === undefined ? { path: '/system', list: false } : { path, query }}
    >
      <Tabs
        label={t('nav.settings')}
        tabs={visible.map((name) => ({
          to: name === 'account' ? '/settings' : `/settings/${name}`,
          name: t(`settings.tab-${name}`),
          here: name === here,
        }))}
      />
      <Shown />
    </Page>
  )
}

function figureOf(here: Exclude<Name, 'system'>, { total }: Listed<unknown>): { value: string; of: string } | undefined {
  if (total === null) return undefined
  return { value: totalText(total), of: t(`settings.figure-${here}`, { count: total.count }) }
}

/** Of the server's health the one number that asks for a person. */
function setAside(system: Answer<'System'> | undefined): { value: string; of: string } | undefined {
  if (system === undefined) return undefined
  const failed = system.queues.reduce((sum, queue) => sum + queue.failed, 0)
  return { value: formatNumber(failed), of: t('settings.figure-system', { count: failed }) }
}
