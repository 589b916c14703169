import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { makeCloneFolder, removeCloneFolder, removeStaleClones } from './clone-folder.ts'
import { openProject } from './open-project.ts'

const root = mkdtempSync(join(tmpdir(), 'cupel-test-clones-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

function left(name: string, { days = 2, pid = '' }: { days?: number; pid?: string } = {}): void {
  const folder = join(root, name)
  mkdirSync(join(folder, 'repository.git'), { recursive: true })
  if (pid !== '') writeFileSync(join(folder, 'process'), pid)
  const then = new Date(Date.now() - days * 86_400_000)
  utimesSync(folder, then, then)
}

test('only old clones of processes that are no more are removed', () => {
  left('cupel-clone-AAAAAA', { pid: '999999999' })
  left('cupel-clone-BBBBBB')
  left('cupel-clone-CCCCCC', { pid: String(process.pid) })
  left('cupel-clone-DDDDDD', { days: 0.5, pid: '999999999' })
  left('cupel-clone-important-work')
  left('somebody-else')
  symlinkSync(join(root, 'somebody-else'), join(root, 'cupel-clone-EEEEEE'))
  removeStaleClones(new Date(), root)
  expect(readdirSync(root).sort()).toEqual([
    'cupel-clone-CCCCCC',
    'cupel-clone-DDDDDD',
    'cupel-clone-EEEEEE',
    'cupel-clone-important-work',
    'somebody-else',
  ])
  expect(() => removeStaleClones(new Date(), join(root, 'absent'))).not.toThrow()
})

test('a clone’s folder goes with it', () => {
  const folder = makeCloneFolder()
  expect(existsSync(join(folder, 'process'))).toBe(true)
  removeCloneFolder(folder)
  expect(existsSync(folder)).toBe(false)
})

test('an interrupted clone throws the reason and leaves nothing', async () => {
  const clones = (): readonly string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('cupel-clone-'))
  const before = new Set(clones())
  const abort = new AbortController()
  const server = createServer(() => abort.abort(new Error('interrupted')))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const cloning = openProject(`http://127.0.0.1:${port}/acme/app`, { cwd: root, offline: false, protocols: ['http'], signal: abort.signal })
  await expect(cloning).rejects.toThrow('interrupted')
  server.closeAllConnections()
  server.close()
  expect(clones().filter((name) => !before.has(name))).toEqual([])
})
