import { t } from '../../language/translate.ts'
import { StateMark } from '../../parts/mark.tsx'
import { Notice } from '../../parts/states.tsx'
import { Ago } from '../../parts/time.tsx'
import type { TriageOf } from './triage-subject.ts'

/** The decision that stands now, before it is replaced. */
export function Earlier({ of }: { readonly of: TriageOf }) {
  return (
    <Notice tone="low" icon="history">
      <span className="row">
        <StateMark state={of.status as Parameters<typeof StateMark>[0]['state']} />
        <span className="small quiet">
          {t('triage.earlier', { author: of.author })} <Ago time={of.since} />
        </span>
      </span>
      {of.statement === '' ? null : <p className="small wrap">{of.statement}</p>}
    </Notice>
  )
}
