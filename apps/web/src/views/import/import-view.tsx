import { useState } from 'react'
import type { Answer } from '../../api/contract.ts'
import { send } from '../../api/client.ts'
import { useChange } from '../../api/use-change.ts'
import { t } from '../../language/translate.ts'
import { Card, Page } from '../../parts/page.tsx'
import { Failure } from '../../parts/quick-form.tsx'
import { useUrlState } from '../../shell/url-state.ts'
import { DropZone } from './drop-zone.tsx'
import { ProjectChoice } from './project-choice.tsx'
import { UploadProgress } from './upload-progress.tsx'
import type { UploadOf } from './upload-state.tsx'

interface Sent {
  readonly project: number
  readonly file: File
}

/** Drop a document, see what is in it. */
export function ImportView() {
  const [{ project }, change] = useUrlState()
  const [uploads, setUploads] = useState<readonly UploadOf[]>([])
  const upload = useChange(
    ({ project: to, file }: Sent) => send<UploadOf>('POST', `/projects/${to}/uploads`, { query: { name: file.name }, body: file }),
    {
      stale: [],
      done: (sent) => setUploads((old) => [sent, ...old]),
    },
  )
  const create = useChange(
    (input: Pick<Answer<'ProjectInput'>, 'name' | 'slug'>) => send<Answer<'ProjectRef'>>('POST', '/projects', { body: input }),
    {
      stale: ['/projects'],
    },
  )
  async function take(files: readonly File[]): Promise<void> {
    for (const file of files) {
      const to = project === undefined ? (await create.mutateAsync(newProject(file.name))).id : Number(project)
      if (project === undefined) change({ project: String(to) })
      await upload.mutateAsync({ project: to, file })
    }
  }
  const error = upload.error ?? create.error
  return (
    <Page place={t('nav.import')} question={t('import.question')}>
      <div className="stack wide">
        <Card title={t('import.choose')}>
          <div className="stack">
            <ProjectChoice />
            <DropZone busy={upload.isPending || create.isPending} take={(files) => void take(files).catch(() => undefined)} />
            <Failure error={error} />
          </div>
        </Card>
        <div className="stack" aria-live="polite">
          {uploads.map(({ id }) => (
            <UploadProgress key={id} id={id} />
          ))}
        </div>
        <Card title={t('import.pipeline')}>
          <div className="stack">
            <p>{t('import.pipeline-text')}</p>
            <pre className="code">{`CUPEL_TOKEN=… cupel push bom.json --server ${location.origin} --project my-app`}</pre>
            <p className="small quiet">{t('import.pipeline-more')}</p>
          </div>
        </Card>
      </div>
    </Page>
  )
}

/** A project named for the document, when none was chosen. */
function newProject(file: string): { name: string; slug: string } {
  const name = file.replace(/\.(cdx|spdx|bom|sbom)?\.?(json|xml|spdx|txt|ya?ml)$/i, '').slice(0, 100) || 'project'
  const slug = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
  return { name, slug: slug === '' ? 'project' : slug }
}
