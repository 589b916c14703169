import { useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useMay } from '../api/session.ts'
import { formatTime } from '../language/format.ts'
import { t } from '../language/translate.ts'
import { Go } from '../parts/go.tsx'
import { Icon } from '../parts/icon.tsx'

const SETTLE_MS = 800
const KNOWN_MS = 12_000
/** A stream that ended is no news while it comes back this soon, as at a restart of what stands between. */
const LOST_MS = 4000
const AGAIN_MS = 5000

interface Heard {
  /** Changes that just arrived. */
  fresh(count: number): void
  /** Since when nobody answers; null: somebody does. */
  lost(since: number | null): void
}

/** Listens to the server's events: what changed is asked again, many changes at once as one, and a line says so, or that nobody answers. */
export function Live() {
  const client = useQueryClient()
  const may = useMay('portfolio:read')
  const [fresh, setFresh] = useState(0)
  const [lost, setLost] = useState<number | null>(null)
  useEffect(() => (may ? listen(client, { fresh: setFresh, lost: setLost }) : undefined), [client, may])
  useEffect(() => {
    if (fresh === 0) return
    const timer = setTimeout(() => setFresh(0), KNOWN_MS)
    return () => clearTimeout(timer)
  }, [fresh])
  return (
    <div className="toast" role="status" aria-live="polite">
      {lost === null ? null : (
        <div data-lost="">
          <Icon name="cross" />
          <span className="grow">{t('live.lost', { time: formatTime(new Date(lost).toISOString()) })}</span>
        </div>
      )}
      {fresh === 0 || lost !== null ? null : (
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

/** Gives the function that ends it. */
function listen(client: QueryClient, heard: Heard): () => void {
  let events: EventSource | undefined
  let pending = 0
  let settling: ReturnType<typeof setTimeout> | undefined
  let missing: ReturnType<typeof setTimeout> | undefined
  let again: ReturnType<typeof setTimeout> | undefined
  function settle(): void {
    settling = undefined
    heard.fresh(pending)
    pending = 0
    void client.invalidateQueries()
  }
  function news(): void {
    pending += 1
    settling ??= setTimeout(settle, SETTLE_MS)
  }
  function there(): void {
    clearTimeout(missing)
    missing = undefined
    heard.lost(null)
    // What happened before this moment was told to nobody here.
    void client.invalidateQueries()
  }
  function gone(): void {
    const since = Date.now()
    missing ??= setTimeout(() => heard.lost(since), LOST_MS)
    // A browser comes back by itself after a broken line, and never after an answer that is none: a proxy's, or that of a session that is over.
    if (events?.readyState !== EventSource.CLOSED) return
    void client.invalidateQueries({ queryKey: ['/session'] })
    clearTimeout(again)
    again = setTimeout(connect, AGAIN_MS)
  }
  function connect(): void {
    events?.close()
    events = new EventSource('/api/v1/events')
    events.addEventListener('open', there)
    events.addEventListener('message', news)
    events.addEventListener('reset', news)
    events.addEventListener('error', gone)
  }
  connect()
  return () => {
    for (const timer of [settling, missing, again]) clearTimeout(timer)
    events?.close()
  }
}
