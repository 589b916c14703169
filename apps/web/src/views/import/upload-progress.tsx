import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { get } from '../../api/client.ts'
import type { ApiProblem } from '../../api/problem.ts'
import { formatBytes } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import { Go } from '../../parts/go.tsx'
import { Card } from '../../parts/page.tsx'
import { Answered } from '../../parts/states.tsx'
import { Problems } from './problems.tsx'
import { UploadResult, UploadState } from './upload-state.tsx'
import type { UploadOf } from './upload-state.tsx'

const ASK_MS = 700

/** A document on its way: queued, read, done; and what it brought. */
export function UploadProgress({ id }: { readonly id: number }) {
  const client = useQueryClient()
  const answer = useQuery<UploadOf, ApiProblem>({
    queryKey: [`/uploads/${id}`],
    queryFn: ({ signal }) => get<UploadOf>(`/uploads/${id}`, {}, signal),
    refetchInterval: ({ state }) => (state.data?.finished == null ? ASK_MS : false),
  })
  const finished = answer.data?.finished
  useEffect(() => {
    if (finished != null) void client.invalidateQueries({ predicate: ({ queryKey: [path] }) => path !== `/uploads/${id}` })
  }, [finished, client, id])
  return (
    <Answered answer={answer} lines={2}>
      {(upload) => (
        <Card title={upload.name === '' ? t('import.document') : upload.name} aside={formatBytes(upload.size)}>
          <div className="stack">
            <div className="row">
              <UploadState state={upload.state} />
              <UploadResult upload={upload} />
            </div>
            {upload.state === 'done' ? (
              <p className="row wide">
                <Go to={`/projects/${upload.project.id}`}>{t('import.see-project', { name: upload.project.name })}</Go>
                <Go to={`/projects/${upload.project.id}/findings`}>{t('import.see-findings')}</Go>
              </p>
            ) : null}
            {upload.problems.length === 0 ? null : <Problems problems={upload.problems} />}
          </div>
        </Card>
      )}
    </Answered>
  )
}
