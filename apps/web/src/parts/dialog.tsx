import { ActionIcon } from '@mantine/core'
import { useEffect, useId, useRef } from 'react'
import type { ReactNode } from 'react'
import { t } from '../language/translate.ts'
import { Icon } from './icon.tsx'

export interface DialogProps {
  readonly title: string
  readonly close: () => void
  readonly children: ReactNode
  readonly className?: string
  readonly bare?: boolean
}

/** The browser's own modal dialog: it traps the focus, closes on Escape, and gives the focus back. */
export function Dialog({ title, close, children, className = '', bare = false }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const before = document.activeElement
    const shown = dialog.current
    shown?.showModal()
    return () => {
      shown?.close()
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      className={className}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        close()
      }}
      onClick={(event) => {
        if (event.target === dialog.current) close()
      }}
    >
      {bare ? (
        <>
          <h2 id={id} className="visually-hidden">
            {title}
          </h2>
          {children}
        </>
      ) : (
        <>
          <div className="dialog-head">
            <h2 id={id}>{title}</h2>
            <ActionIcon variant="subtle" aria-label={t('action.close')} onClick={close}>
              <Icon name="close" />
            </ActionIcon>
          </div>
          <div className="dialog-body">{children}</div>
        </>
      )}
    </dialog>
  )
}
