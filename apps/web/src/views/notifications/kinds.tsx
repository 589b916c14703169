import { Checkbox } from '@mantine/core'
import { EVENT_KINDS } from '../../api/event-kinds.ts'
import { t } from '../../language/translate.ts'

export function kindName(kind: string): string {
  if (kind === '*') return t('kind.all')
  const known = EVENT_KINDS.find((one) => one === kind)
  return known === undefined ? kind : t(`kind.${known}`)
}

export function KindChoice({ kinds, choose }: { readonly kinds: readonly string[]; readonly choose: (kinds: readonly string[]) => void }) {
  return (
    <fieldset className="many">
      <legend>{t('subscriptions.kinds')}</legend>
      <div className="row wide">
        {EVENT_KINDS.map((kind) => (
          <Checkbox
            key={kind}
            label={kindName(kind)}
            checked={kinds.includes(kind)}
            onChange={(event) => choose(event.currentTarget.checked ? [...kinds, kind] : kinds.filter((one) => one !== kind))}
          />
        ))}
      </div>
    </fieldset>
  )
}
