import { Button, Popover, TextInput } from '@mantine/core'
import { useState } from 'react'
import { formatTime } from '../language/format.ts'
import { t } from '../language/translate.ts'
import { Icon } from '../parts/icon.tsx'
import { useUrlState } from './url-state.ts'

/** The end of a day in the reader's time zone, as the API asks for it; now, when the day is not over. */
function endOf(day: string): string {
  const end = new Date(`${day}T23:59:59`)
  return (end.getTime() > Date.now() ? new Date() : end).toISOString()
}

/** Chooses the day that every view shows; the address carries it. */
export function AtControl() {
  const [{ at }, change] = useUrlState()
  const [open, setOpen] = useState(false)
  const [day, setDay] = useState(at?.slice(0, 10) ?? '')
  const today = new Date().toISOString().slice(0, 10)
  return (
    <Popover opened={open} onChange={setOpen} trapFocus position="bottom-end" withinPortal={false}>
      <Popover.Target>
        <Button variant={at === undefined ? 'subtle' : 'filled'} leftSection={<Icon name="calendar" />} onClick={() => setOpen(!open)}>
          <span className="narrow-hidden">{at === undefined ? t('at.now') : t('at.past')}</span>
          <span className="visually-hidden">. {t('at.choose')}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault()
            change({ at: day === '' ? undefined : endOf(day) })
            setOpen(false)
          }}
        >
          <TextInput
            type="date"
            label={t('at.label')}
            description={t('at.help')}
            max={today}
            value={day}
            onChange={(event) => setDay(event.currentTarget.value)}
          />
          <div className="row end">
            <Button
              variant="default"
              onClick={() => {
                change({ at: undefined })
                setDay('')
                setOpen(false)
              }}
            >
              {t('at.back')}
            </Button>
            <Button type="submit" disabled={day === ''}>
              {t('at.show')}
            </Button>
          </div>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}

/** Nobody may take the past for the present. */
export function AtBanner() {
  const [{ at }, change] = useUrlState()
  if (at === undefined) return null
  return (
    <div className="banner" role="status" data-at-banner="">
      <span className="strong">
        <Icon name="history" />
        {t('at.banner', { time: formatTime(at) })}
      </span>
      <span className="grow">{t('at.banner-note')}</span>
      <Button size="compact-sm" variant="default" onClick={() => change({ at: undefined })}>
        {t('at.back')}
      </Button>
    </div>
  )
}
