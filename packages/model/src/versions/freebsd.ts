import { numberOrder } from '../version-order.ts'
import { defineVersionScheme } from '../version-scheme.ts'
import plain from './plain.ts'

const PATTERN = /^([^_,]*)(?:_(\d+))?(?:,(\d+))?$/

/** FreeBSD ports: `version_revision,epoch`; the epoch decides first, the revision last. */
export default defineVersionScheme({
  id: 'freebsd',
  ecosystems: ['FreeBSD'],
  authority: 'FreeBSD Porter’s Handbook §5.2, pkg-version(8)',
  valid: (version) => PATTERN.test(version) && plain.valid(version),
  compare(a, b) {
    const [aVersion, aRevision, aEpoch] = parts(a)
    const [bVersion, bRevision, bEpoch] = parts(b)
    return numberOrder(aEpoch, bEpoch) || plain.compare(aVersion, bVersion) || numberOrder(aRevision, bRevision)
  },
})

function parts(text: string): readonly [version: string, revision: string, epoch: string] {
  const [, version = text, revision = '', epoch = ''] = PATTERN.exec(text) ?? []
  return [version, revision, epoch]
}
