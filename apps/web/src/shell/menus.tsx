import { ActionIcon, Button, Menu, useMantineColorScheme } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useQueryClient } from '@tanstack/react-query'
import { forgetAnswers, send } from '../api/client.ts'
import { useSession } from '../api/session.ts'
import { LOCALES, LOCALE_NAMES } from '../language/locale.ts'
import { spoken, t } from '../language/translate.ts'
import { Icon } from '../parts/icon.tsx'
import { PERSONAS, PERSONA_ICONS, usePersona } from './persona.ts'
import { SCHEMES } from './theme.ts'
import { usePreference } from './preference.ts'

/** Whose view: one of six, remembered. */
export function PersonaMenu() {
  const [persona, choose] = usePersona()
  const navigate = useNavigate()
  return (
    <Menu position="bottom-end" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button variant="subtle" leftSection={<Icon name={PERSONA_ICONS[persona]} />}>
          <span className="narrow-hidden">{t(`persona.${persona}`)}</span>
          <span className="visually-hidden">. {t('persona.choose')}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('persona.label')}</Menu.Label>
        {PERSONAS.map((one) => (
          <Menu.Item
            key={one}
            leftSection={<Icon name={PERSONA_ICONS[one]} />}
            rightSection={one === persona ? <Icon name="check" size={14} /> : null}
            onClick={() => {
              choose(one)
              void navigate({ to: '/' })
            }}
          >
            {t(`persona.${one}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

export function SchemeMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Menu position="bottom-end" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" size="lg" aria-label={t('scheme.choose')}>
          <Icon name={colorScheme === 'auto' ? 'auto' : colorScheme} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {SCHEMES.map((scheme) => (
          <Menu.Item
            key={scheme}
            leftSection={<Icon name={scheme} />}
            rightSection={scheme === colorScheme ? <Icon name="check" size={14} /> : null}
            onClick={() => setColorScheme(scheme)}
          >
            {t(`scheme.${scheme}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

export function LanguageMenu() {
  const [, choose] = usePreference('locale', 'en')
  return (
    <Menu position="bottom-end" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" size="lg" aria-label={t('language.choose')} data-language-menu="">
          <Icon name="language" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {LOCALES.map((locale) => (
          <Menu.Item
            key={locale}
            lang={locale}
            rightSection={locale === spoken() ? <Icon name="check" size={14} /> : null}
            onClick={() => choose(locale)}
          >
            {LOCALE_NAMES[locale]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

export function AccountMenu() {
  const { data: session } = useSession()
  const navigate = useNavigate()
  const client = useQueryClient()
  async function leave(): Promise<void> {
    await send('DELETE', '/session')
    forgetAnswers()
    client.clear()
    await navigate({ to: '/login' })
  }
  const name = session?.account?.name ?? t('account.none')
  return (
    <Menu position="bottom-end" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" size="lg" aria-label={t('account.menu', { name })}>
          <Icon name="person" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{name}</Menu.Label>
        <Menu.Item onClick={() => void navigate({ to: '/settings/account' })}>{t('account.settings')}</Menu.Item>
        <Menu.Item onClick={() => void leave()}>{t('account.leave')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
