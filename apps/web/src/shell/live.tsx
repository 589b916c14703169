import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { t } from '../language/translate.ts'
import { Go } from '../parts/go.tsx'
import { Icon } from '../parts/icon.tsx'

const SETTLE_MS = 800
const KNOWN_MS = 12_000

/** Listens to the server's events: what changed is asked again, many changes at once as one, and a line says so. */
export function Live() {
  const client = useQueryClient()
  const [fresh, setFresh] = useState(0)
  useEffect(() => {
    const events = new EventSource('/api/v1/events')
    let pending = 0
    let timer: ReturnType<typeof setTimeout> | undefined
    function settle(): void {
      timer = undefined
      setFresh(pending)
      pending = 0
      void client.invalidateQueries()
    }
    function heard(): void {
      pending += 1
      timer ??= setTimeout(settle, SETTLE_MS)
    }
    // What happened between the first answers and this moment was told to nobody here.
    events.addEventListener('open', () => void client.invalidateQueries(), { once: true })
    events.addEventListener('message', heard)
    events.addEventListener('reset', heard)
    return () => {
      clearTimeout(timer)
      events.close()
    }
  }, [client])
  useEffect(() => {
    if (fresh === 0) return
    const timer = setTimeout(() => setFresh(0), KNOWN_MS)
    return () => clearTimeout(timer)
  }, [fresh])
  return (
    <div className="toast" role="status" aria-live="polite">
      {fresh === 0 ? null : (
        <div>
          <Icon name="live" />
          <span className="grow">{t('live.changed', { count: fresh })}</span>
          <Go to="/portfolio?tab=changes" onClick={() => setFresh(0)}>
            {t('live.look')}
          </Go>
        </div>
      )}
    </div>
  )
}
