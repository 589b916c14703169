import { semverOrder } from '../../semver-order.ts'
import { writeSemver } from '../semver-key.ts'
import { defineVersionKey } from '../version-key-scheme.ts'

const LEGACY = /^([01])\.(\d+)\.(\d+)([a-z]*)((?:-(?:alpha|beta|pre)\d*)?)$/
const BELOW_LEGACY = 0x00
const IS_LEGACY = 0x01
const ABOVE_LEGACY = 0x02
const RELEASE = 0xff

/** Old versions with letters, between what Semantic Versioning has up to 2 and what it has above. */
export default defineVersionKey({
  id: 'openssl',
  write(key, text) {
    const match = LEGACY.exec(text)
    if (match === null) {
      key.byte(semverOrder(text, '2') > 0 ? ABOVE_LEGACY : BELOW_LEGACY)
      writeSemver(key, text)
      return
    }
    const [, major = '', minor = '', fix = '', letters = '', prerelease = ''] = match
    key.byte(IS_LEGACY)
    for (const number of [major, minor, fix]) key.number(number)
    key.text(letters)
    if (prerelease === '') key.byte(RELEASE)
    else writeSemver(key, `0${prerelease.replace(/(\d+)$/, '.$1')}`)
  },
})
