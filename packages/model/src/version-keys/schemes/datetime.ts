import { defineVersionKey } from '../version-key-scheme.ts'

const PATTERN = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}):(\d{2})(?:\.(\d+))?(Z|[+-]\d{2}:\d{2})$/
const NO_INSTANT = 0x00
/** Added to the seconds of any year of four digits, it makes them a positive number. */
const BIAS = 100_000_000_000

/** The second, then the digits of its fraction; other texts before all. */
export default defineVersionKey({
  id: 'datetime',
  write(key, text) {
    const [, minute = '', second = '', fraction = '', zone = ''] = PATTERN.exec(text) ?? []
    const start = Date.parse(`${minute}:00${zone}`)
    if (minute === '' || Number.isNaN(start) || Number(second) > 60) {
      key.byte(NO_INSTANT)
      key.text(text)
      return
    }
    key.number(String(BIAS + start / 1000 + Number(second)))
    key.text(fraction.replace(/0+$/, ''))
  },
})
