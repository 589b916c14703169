import { Button } from '@mantine/core'
import { t } from '../language/translate.ts'
import { Go } from '../parts/go.tsx'
import { Page } from '../parts/page.tsx'
import { Empty } from '../parts/states.tsx'

/** An address that leads nowhere. */
export function Lost() {
  return (
    <Page place={t('lost.place')} question={t('lost.question')}>
      <Empty icon="question" title={t('lost.title')} action={<Go to="/">{t('lost.home')}</Go>}>
        {t('lost.text')}
      </Empty>
    </Page>
  )
}

/** A mistake of ours in drawing a view; the rest of the app goes on. */
export function Broken({ error }: { readonly error: unknown }) {
  return (
    <Page place={t('broken.place')} question={t('broken.question')}>
      <Empty icon="advisory" title={t('broken.title')} action={<Button onClick={() => location.reload()}>{t('action.reload')}</Button>}>
        <code>{error instanceof Error ? error.message : String(error)}</code>
      </Empty>
    </Page>
  )
}
