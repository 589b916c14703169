import { Button, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { t } from '../../language/translate.ts'
import { Card } from '../../parts/page.tsx'
import { PackagesCard, WeakCard } from './cards.tsx'

/** Take it, take it with conditions, or not; and in which version. */
export function ChooserHome() {
  return (
    <>
      <div className="grid">
        <Ask
          title={t('compare.question')}
          label={t('home.compare-label')}
          action={t('compare.place')}
          to={(text) =>
            `/compare?with=${encodeURIComponent(
              text
                .split(/[\s,]+/)
                .slice(0, 4)
                .join(','),
            )}`
          }
          placeholder="pkg:npm/lodash pkg:npm/underscore"
        />
        <Ask
          title={t('impact.question')}
          label={t('impact.purls')}
          action={t('impact.place')}
          to={(text) => `/impact?purls=${encodeURIComponent(text)}`}
          placeholder="pkg:npm/express@4.19.2"
        />
        <Ask
          title={t('home.version-question')}
          label={t('home.version-label')}
          action={t('home.version-action')}
          to={(text) => `/components?q=${encodeURIComponent(text)}`}
          placeholder="express"
        />
      </div>
      <div className="grid">
        <PackagesCard />
        <WeakCard />
      </div>
    </>
  )
}

/** One field, one question, the page that answers it. */
export function Ask({
  title,
  label,
  action,
  to,
  placeholder,
}: {
  title: string
  label: string
  action: string
  to: (text: string) => string
  placeholder: string
}) {
  const [text, setText] = useState('')
  const navigate = useNavigate()
  return (
    <Card title={title}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (text.trim() !== '') void navigate({ href: to(text.trim()) })
        }}
      >
        <TextInput
          label={label}
          placeholder={placeholder}
          value={text}
          spellCheck={false}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <div className="row end">
          <Button type="submit" disabled={text.trim() === ''}>
            {action}
          </Button>
        </div>
      </form>
    </Card>
  )
}
