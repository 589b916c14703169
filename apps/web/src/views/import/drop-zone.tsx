import { useId, useState } from 'react'
import type { DragEvent } from 'react'
import { t } from '../../language/translate.ts'
import { Icon } from '../../parts/icon.tsx'

/** Where files are dropped, or chosen by whoever does not drag. */
export function DropZone({ busy, take }: { readonly busy: boolean; readonly take: (files: readonly File[]) => void }) {
  const [over, setOver] = useState(false)
  const id = useId()
  function drop(event: DragEvent): void {
    event.preventDefault()
    setOver(false)
    take([...event.dataTransfer.files])
  }
  return (
    <div
      className="drop"
      data-over={over ? '' : undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Icon name="upload" size={34} />
      <p className="strong">{busy ? t('import.sending') : t('import.drop')}</p>
      <p className="small quiet">{t('import.formats')}</p>
      <input
        id={id}
        type="file"
        multiple
        className="visually-hidden"
        disabled={busy}
        onChange={(event) => {
          take([...(event.currentTarget.files ?? [])])
          event.currentTarget.value = ''
        }}
      />
      <label htmlFor={id} className="drop-button">
        {t('import.browse')}
      </label>
    </div>
  )
}
