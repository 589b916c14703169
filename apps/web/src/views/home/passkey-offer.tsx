import { Button } from '@mantine/core'
import { registerPasskey } from '../../api/passkey.ts'
import { useSession } from '../../api/session.ts'
import { useChange } from '../../api/use-change.ts'
import { t } from '../../language/translate.ts'
import { Failure } from '../../parts/quick-form.tsx'
import { Notice } from '../../parts/states.tsx'

/** Who came in by a token that is good once is offered the way back at once: a passkey, one press away. */
export function PasskeyOffer() {
  const { data: session } = useSession()
  const register = useChange(registerPasskey, { stale: ['/passkeys', '/session'] })
  if (session?.account == null || session.demo || session.account.passkeys > 0 || session.methods.oidc.length > 0) return null
  return (
    <Notice tone="low" icon="key">
      <div className="stack">
        <div className="row wide between">
          <span className="grow">{t('home.no-passkey')}</span>
          {session.methods.passkey ? (
            <Button size="compact-md" loading={register.isPending} onClick={() => register.mutate(undefined)}>
              {t('account.add-passkey')}
            </Button>
          ) : null}
        </div>
        <Failure error={register.error} />
      </div>
    </Notice>
  )
}
