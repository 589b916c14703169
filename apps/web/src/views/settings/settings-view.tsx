import { useParams } from '@tanstack/react-router'
import type { FC } from 'react'
import { useSession } from '../../api/session.ts'
import { t } from '../../language/translate.ts'
import { Page } from '../../parts/page.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { Account } from './account.tsx'
import { Audit } from './audit.tsx'
import { CiTrusts } from './ci-trusts.tsx'
import { People } from './people.tsx'
import { SourceSettings } from './source-settings.tsx'
import { System } from './system.tsx'
import { Tokens } from './tokens.tsx'
import { Webhooks } from './webhooks.tsx'

interface Section {
  readonly shown: FC
  /** Left out for who lacks it. */
  readonly needs?: string
  readonly path?: string
}

const SECTIONS = {
  account: { shown: Account },
  tokens: { shown: Tokens, path: '/tokens' },
  people: { shown: People, needs: 'admin:write', path: '/accounts' },
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
  const { shown: Shown, path }: Section = SECTIONS[here]
  const visible = NAMES.filter((name) => {
    const { needs }: Section = SECTIONS[name]
    return needs === undefined || session?.permissions.includes(needs)
  })
  return (
    <Page place={t('nav.settings')} question={t(`settings.question-${here}`)} data={path === undefined ? undefined : { path }}>
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
