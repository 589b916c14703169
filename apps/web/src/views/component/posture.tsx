import { Button } from '@mantine/core'
import { useState } from 'react'
import type { FormEvent } from 'react'
import type { Answer } from '../../api/contract.ts'
import { send } from '../../api/client.ts'
import { useMay } from '../../api/session.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { useChange } from '../../api/use-change.ts'
import { t } from '../../language/translate.ts'
import { Card } from '../../parts/page.tsx'
import { Failure } from '../../parts/quick-form.tsx'
import { Answered, Empty } from '../../parts/states.tsx'
import { useAt } from '../../shell/url-state.ts'
import { Assessed } from '../project/posture.tsx'
import type { PackageOf } from './component-view.tsx'

/** How the repository behind a package is run, and where its assessment is handed in. */
export function Posture({ of }: { readonly of: PackageOf }) {
  const answer = useAnswer<Answer<'AssessmentView'>>(`/components/${of.package.id}/assessment`, { at: useAt() })
  const may = useMay('admin:write')
  return (
    <div className="stack wide">
      <Answered answer={answer}>
        {(assessment) =>
          assessment.since === null ? (
            <Empty icon="evidence" title={t('component.posture-empty')}>
              {t('component.posture-text')} {may ? '' : t('component.posture-ask')}
            </Empty>
          ) : (
            <Assessed {...assessment} />
          )
        }
      </Answered>
      {may ? <HandIn of={of} /> : null}
    </div>
  )
}

function HandIn({ of }: { readonly of: PackageOf }) {
  const [file, setFile] = useState<File | null>(null)
  const add = useChange((report: File) => send('POST', `/components/${of.package.id}/assessment`, { body: report }))
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (file !== null) add.mutate(file)
  }
  return (
    <Card title={t('component.posture-add')}>
      <form className="stack" onSubmit={submit}>
        <label className="stack tight">
          <span>{t('component.posture-help')}</span>
          <input type="file" accept=".json" onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)} />
        </label>
        <Failure error={add.error} />
        <div className="row end">
          <Button type="submit" disabled={file === null} loading={add.isPending}>
            {t('component.posture-add')}
          </Button>
        </div>
      </form>
    </Card>
  )
}
