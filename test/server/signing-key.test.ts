import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateKeyPairSync } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { startServer } from '../../packages/server/src/http/start-server.ts'
import { silentLog } from '../../packages/server/src/testing/silent-log.ts'

const folder = mkdtempSync(join(tmpdir(), 'cupel-key-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function keyFile(name: string, passphrase?: string): string {
  const file = join(folder, name)
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const locked = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase }
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem', ...locked }))
  return file
}

const start = (signingKey: { file: string; passphrase?: string }) =>
  startServer({
    database: { folder: join(folder, 'never') },
    host: '127.0.0.1',
    port: 0,
    home: folder,
    log: silentLog,
    now: () => new Date('2026-02-01T00:00:00Z'),
    worker: false,
    signingKey,
  })

test('a key that cannot be read ends the start before anything is opened', async () => {
  await expect(start({ file: join(folder, 'none.pem') })).rejects.toThrow('none.pem')
  await expect(start({ file: keyFile('locked.pem', 'right'), passphrase: 'wrong' })).rejects.toThrow('locked.pem')
})
