import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BaseFetcher, Updater } from 'tuf-js'
import { afterAll, describe, expect, it } from 'vitest'
import { TufRepository } from './tuf-repository.ts'

/** Reads a repository in memory for another project's client. */
class MemoryFetcher extends BaseFetcher {
  readonly #repository: TufRepository

  constructor(repository: TufRepository) {
    super()
    this.#repository = repository
  }

  override fetch(url: string): ReturnType<BaseFetcher['fetch']> {
    const bytes = this.#repository.files.get(decodeURI(new URL(url).pathname.slice(1)))
    if (bytes === undefined) return Promise.reject(new Error(`there is no ${url}`))
    return Promise.resolve(new Blob([new Uint8Array(bytes)]).stream())
  }
}

describe('TufRepository', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cupel-tuf-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('is read by tuf-js, delegations and new roots too', async () => {
    const repository = new TufRepository(new Date(Date.UTC(2100, 0)))
    repository.withHashes = true
    repository.delegate('targets', 'role', { paths: ['a/*'] })
    repository.addTarget('role', 'a/b', Buffer.from('content'))
    writeFileSync(join(folder, 'root.json'), repository.files.get('metadata/1.root.json')!)
    for (const role of ['root', 'role', 'targets', 'snapshot', 'timestamp']) repository.publish(role)
    const updater = new Updater({
      metadataDir: folder,
      metadataBaseUrl: 'http://repository.example/metadata',
      targetDir: folder,
      targetBaseUrl: 'http://repository.example/targets',
      fetcher: new MemoryFetcher(repository),
      config: { maxRootRotations: 1 },
    })
    await updater.refresh()
    const target = await updater.getTargetInfo('a/b')
    const path = await updater.downloadTarget(target!, join(folder, 'target'))
    expect(readFileSync(path, 'utf8')).toBe('content')
  })
})
