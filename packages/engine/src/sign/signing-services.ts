import { configInvalid } from '@cupel/model'
import { parseSigningConfig, Refused, selectServices } from '@cupel/provenance'
import type { SigningConfig, SigningServices } from '@cupel/provenance'
import { readEvidence } from '../verify/read-evidence.ts'
import { shippedTrust } from '../verify/shipped-trust.ts'
import { updatedTrust } from '../verify/tuf/trust-home.ts'
import { readTrusted } from '../verify/verdict-item.ts'

/** Where to sign. */
export interface ChosenServices extends SigningServices {
  readonly certificateAuthority: string
}

/** No log and no timestamps: a signature whose time only its signer knows. */
export const NO_SERVICES: SigningServices = { logs: [], timestampAuthorities: [] }

/** The services of a signing configuration that can be used now; default: the public Sigstore instance, as shipped. */
export function chooseServices(file: string | undefined, { cwd, now }: { readonly cwd: string; readonly now: Date }): ChosenServices {
  const config = file === undefined ? publicConfig(now) : readConfig(file, cwd)
  const { logs, logSelection, timestampAuthorities, timestampSelection, certificateAuthorities } = config
  try {
    const [authority] = selectServices(certificateAuthorities, { selector: 'ANY', count: 0 }, { now, apiVersions: [1] })
    return {
      certificateAuthority: authority?.url ?? '',
      logs: selectServices(logs, logSelection, { now, apiVersions: [1, 2] }).map(({ url, apiVersion }) => ({
        url,
        apiVersion: apiVersion === 1 ? 1 : 2,
      })),
      timestampAuthorities:
        timestampAuthorities.length === 0
          ? []
          : selectServices(timestampAuthorities, timestampSelection, { now, apiVersions: [1] }).map(({ url }) => url),
    }
  } catch (error) {
    if (error instanceof Refused) throw configInvalid(file ?? 'the shipped signing configuration', error.message, { cause: error })
    throw error
  }
}

/** The newer of the configurations shipped and updated. */
function publicConfig(now: Date): SigningConfig {
  const { signingConfig, asOf } = shippedTrust(now)
  const updated = updatedTrust(process.env)
  if (updated === null || updated.signingConfig === null || updated.updatedAt <= asOf) return signingConfig
  return readTrusted('the updated signing configuration', () => parseSigningConfig(updated.signingConfig ?? ''))
}

function readConfig(file: string, cwd: string): SigningConfig {
  return readTrusted(file, () => parseSigningConfig(readEvidence(file, cwd)))
}
