import { writeDpkg } from '../dpkg-key.ts'
import { defineVersionKey } from '../version-key-scheme.ts'

export default defineVersionKey({
  id: 'opam',
  write: writeDpkg,
})
