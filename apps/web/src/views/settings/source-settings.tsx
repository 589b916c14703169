import type { Answer } from '../../api/contract.ts'
import { usePages } from '../../api/use-answer.ts'
import { t } from '../../language/translate.ts'
import { SourceTable } from './source-table.tsx'

/** The sources of every project; one is added on its project's page. */
export function SourceSettings() {
  const list = usePages<Answer<'Source'>>('/sources')
  return (
    <div className="stack">
      <p className="quiet">{t('sources.where')}</p>
      <SourceTable list={list} />
    </div>
  )
}
