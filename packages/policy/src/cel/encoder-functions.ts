import { Buffer } from 'node:buffer'
import { declare } from './cel-function.ts'
import type { CelFunction } from './cel-function.ts'
import { CelError } from './cel-value.ts'
import { noOverload } from './no-overload.ts'

/** The encoders extension: base64 of RFC 4648 §4, read with or without padding. */
export const ENCODER_FUNCTIONS: readonly CelFunction[] = [
  declare(
    'base64.encode(bytes) string',
    (bytes) => (bytes instanceof Uint8Array ? Buffer.from(bytes).toString('base64') : noOverload('base64.encode', [bytes])),
    'sized',
  ),
  declare(
    'base64.decode(string) bytes',
    (text) => {
      if (typeof text !== 'string') return noOverload('base64.decode', [text])
      if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return new CelError('the text is no base64')
      return new Uint8Array(Buffer.from(text, 'base64'))
    },
    'sized',
  ),
]
