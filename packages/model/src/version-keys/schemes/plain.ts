import { writePlain } from '../plain-key.ts'
import { defineVersionKey } from '../version-key-scheme.ts'

export default defineVersionKey({
  id: 'plain',
  write: writePlain,
})
