import { send } from '../../api/client.ts'
import { t } from '../../language/translate.ts'
import { QuickForm } from '../../parts/quick-form.tsx'

const DAILY_MINUTES = '1440'

/** A repository or folder to look at again and again. */
export function SourceForm({ project }: { readonly project: number }) {
  return (
    <QuickForm
      action={t('action.add')}
      stale={['/sources']}
      fields={[
        {
          name: 'kind',
          label: t('column.kind'),
          kind: 'choice',
          initial: 'git',
          choices: [
            { value: 'git', label: t('sources.git') },
            { value: 'folder', label: t('sources.folder') },
          ],
        },
        { name: 'location', label: t('sources.location'), required: true },
        { name: 'ref', label: t('sources.ref') },
        { name: 'everyMinutes', label: t('sources.every'), kind: 'number', initial: DAILY_MINUTES, required: true },
        {
          name: 'assess',
          label: t('sources.assess'),
          kind: 'choice',
          initial: 'true',
          choices: [
            { value: 'true', label: t('value.yes') },
            { value: 'false', label: t('value.no') },
          ],
        },
      ]}
      submit={({ kind, location, ref = '', everyMinutes, assess }) =>
        send('POST', '/sources', {
          body: {
            project,
            kind,
            location,
            ...(ref === '' ? {} : { ref }),
            everyMinutes: Number(everyMinutes),
            assess: assess === 'true',
            enabled: true,
          },
        })
      }
    />
  )
}
