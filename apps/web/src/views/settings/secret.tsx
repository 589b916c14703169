import { Button } from '@mantine/core'
import { useState } from 'react'
import { t } from '../../language/translate.ts'
import { Notice } from '../../parts/states.tsx'

/** A secret the one time it is shown. */
export function Secret({ title, value }: { readonly title: string; readonly value: string }) {
  const [copied, setCopied] = useState(false)
  return (
    <div role="status">
      <Notice tone="pass" icon="key">
        <div className="stack">
          <p className="strong">{title}</p>
          <pre className="code" data-secret="">
            {value}
          </pre>
          <p className="row">
            <span className="small grow">{t('secret.once')}</span>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => void navigator.clipboard.writeText(value).then(() => setCopied(true))}
            >
              {copied ? t('secret.copied') : t('secret.copy')}
            </Button>
          </p>
        </div>
      </Notice>
    </div>
  )
}
