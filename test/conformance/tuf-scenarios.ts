import { generateKeyPairSync } from 'node:crypto'
import { expect } from 'vitest'
import { makeTufSigner, tufSigner } from '@cupel/provenance'
import { clients, expectCode, NOW, outcome, publishAll, rotateRoot, start, trace, versions, walk } from './tuf-runs.ts'
import type { Tree, Version } from './tuf-runs.ts'

const PAST = '2025-12-01T00:00:00Z'

/** The shared suite's scenarios by name, each written anew from its description. */
export const SCENARIOS: Readonly<Record<string, () => Promise<void>>> = {
  test_basic_refresh_requests: async () => {
    const { repository, client } = start()
    await client.refresh(trace())
    expect(repository.requests).toEqual([
      'metadata/2.root.json',
      'metadata/timestamp.json',
      'metadata/1.snapshot.json',
      'metadata/1.targets.json',
    ])
  },
  test_implicit_refresh: async () => {
    const { client } = start()
    expect(await outcome((step) => client.download('nothing', step))).toBe('delegations: evidence-missing')
    expect([...client.state.keys()].sort()).toEqual(['root', 'snapshot', 'targets', 'timestamp'])
  },
  test_unsigned_initial_root: async () => {
    const repository = start().repository
    const root = JSON.parse(repository.files.get('metadata/1.root.json')!.toString()) as { signatures: { sig: string }[] }
    root.signatures[0]!.sig = 'ab'.repeat(64)
    const state = new Map([['root', Buffer.from(JSON.stringify(root))]])
    expect(expectCode(() => clients.make(state, repository, NOW), 'threshold-not-met')).toBeUndefined()
    expect(repository.requests).toEqual([])
  },
  test_url_and_metadata_version_mismatch: async () => {
    for (const role of ['root', 'snapshot', 'targets']) {
      const { repository, client } = start()
      repository.get(role).version += role === 'root' ? 2 : 1
      const bytes = repository.publish(role, { raise: false })
      if (role === 'root') repository.files.set('metadata/2.root.json', bytes)
      else {
        repository.files.set(`metadata/1.${role}.json`, bytes)
        repository.get(role === 'snapshot' ? 'timestamp' : 'snapshot').meta[`${role}.json`] = { version: 1 }
        if (role === 'targets') repository.publish('snapshot')
        repository.publish('timestamp')
      }
      const found = await outcome((step) => client.refresh(step))
      expect(found).toBe(role === 'root' ? 'root: rollback' : `${role}: content-mismatch`)
    }
  },
  test_basic_metadata_hash_support: async () => {
    const { repository, client } = start()
    repository.withHashes = true
    publishAll(repository)
    expect(await outcome((step) => client.refresh(step))).toBe('ok')
  },
  test_snapshot_hash_mismatch: async () => {
    const { repository, client } = start()
    repository.withHashes = true
    publishAll(repository)
    await client.refresh(trace())
    repository.publish('snapshot')
    repository.get('timestamp').meta['snapshot.json']!.hashes = { sha256: '0'.repeat(64) }
    repository.publish('timestamp')
    expect(await outcome((step) => client.refresh(step))).toBe('snapshot: digest-mismatch')
    expect(versions(client)).toMatchObject({ timestamp: 3, snapshot: 2 })
  },
  test_custom_fields: async () => {
    const { repository, client } = start()
    await client.refresh(trace())
    repository.get('root')['custom-field'] = { a: 1, b: 'ü' }
    repository.publish('root')
    expect(await outcome((step) => client.refresh(step))).toBe('ok')
    expect(client.rootVersion).toBe(2)
  },
  test_snapshot_404: async () => {
    const { repository, client } = start()
    await client.refresh(trace())
    repository.get('timestamp').meta['snapshot.json']!.version++
    repository.publish('timestamp')
    expect(await outcome((step) => client.refresh(step))).toBe('snapshot: evidence-missing')
    expect(versions(client)).toEqual({ root: 1, timestamp: 2, snapshot: 1, targets: 1 })
  },
  test_timestamp_404: async () => {
    const { repository, client } = start()
    await client.refresh(trace())
    repository.files.delete('metadata/timestamp.json')
    expect(await outcome((step) => client.refresh(step))).toBe('timestamp: evidence-missing')
  },
  test_faketime: async () => {
    const { repository, client, at } = start()
    repository.get('timestamp').expires = '2026-01-06T00:00:00Z'
    repository.publish('timestamp')
    await client.refresh(trace())
    expect(await outcome((step) => at(new Date('2026-01-06T00:00:00Z')).refresh(step))).toBe('timestamp: expired')
  },
  test_timestamp_expired: async () => {
    const { repository, client } = start()
    await client.refresh(trace())
    repository.get('timestamp').expires = PAST
    repository.publish('timestamp')
    expect(await outcome((step) => client.refresh(step))).toBe('timestamp: expired')
    expect(versions(client)).toMatchObject({ timestamp: 1 })
  },
  test_targets_expired: async () => {
    const { repository, client } = start()
    await client.refresh(trace())
    repository.get('targets').expires = PAST
    publishAll(repository)
    expect(await outcome((step) => client.refresh(step))).toBe('targets: expired')
    expect(versions(client)).toEqual({ root: 1, timestamp: 2, snapshot: 2, targets: 1 })
  },
  test_expired_local_timestamp: async () => {
    const { repository, client, at } = start()
    repository.get('timestamp').expires = '2026-01-08T00:00:00Z'
    repository.publish('timestamp')
    await client.refresh(trace())
    repository.get('timestamp').expires = '2026-01-22T00:00:00Z'
    publishAll(repository)
    const later = at(new Date('2026-01-19T00:00:00Z'))
    expect(await outcome((step) => later.refresh(step))).toBe('ok')
    expect(versions(later)).toEqual({ root: 1, timestamp: 3, snapshot: 2, targets: 2 })
  },
  test_client_downloads_expected_file_in_sub_dir: async () => {
    const { repository, client } = start()
    repository.addTarget('targets', 'sub/folder/file.txt', Buffer.from('content'))
    publishAll(repository)
    expect((await client.download('sub/folder/file.txt', trace())).toString()).toBe('content')
    expect(repository.requests.at(-1)).toMatch(/^targets\/sub\/folder\/[0-9a-f]{64}\.file\.txt$/)
  },
  test_multiple_changes_to_target: async () => {
    const { repository, client, at } = start()
    for (const content of ['one', 'two', 'three']) {
      repository.addTarget('targets', 'file', Buffer.from(content))
      publishAll(repository)
      expect((await at(NOW).download('file', trace())).toString()).toBe(content)
    }
    const name = [...repository.files.keys()].filter((path) => path.startsWith('targets/')).at(-1)!
    repository.files.set(name, Buffer.from('other'))
    expect(await outcome((step) => client.download('file', step))).toBe('target: digest-mismatch')
  },
  test_download_with_unknown_hash_algorithm: async () => {
    const { repository, client } = start()
    repository.addTarget('targets', 'file', Buffer.from('content'))
    const { hashes } = repository.get('targets').targets['file']!
    hashes['unknown-hash'] = hashes['sha256']!
    delete hashes['sha256']
    publishAll(repository)
    expect(await outcome((step) => client.download('file', step))).toBe('target: unsupported-algorithm')
  },
  test_snapshot_does_not_meet_threshold: async () => {
    const { repository, client } = start()
    const signers = Array.from({ length: 3 }, makeTufSigner)
    repository.setKeys('snapshot', signers, 3)
    repository.publish('root')
    publishAll(repository)
    await client.refresh(trace())
    repository.signers.get('snapshot')!.pop()
    publishAll(repository)
    expect(await outcome((step) => client.refresh(step))).toBe('snapshot: threshold-not-met')
    expect(versions(client)).toMatchObject({ snapshot: 2 })
  },
  test_duplicate_keys: async () => {
    const { repository, client } = start()
    const signer = makeTufSigner()
    const twins = Array.from({ length: 9 }, (_, index) => tufSigner(signer.privateKey, { ...signer.key, copy: index } as typeof signer.key))
    repository.setKeys('snapshot', [signer, signer, ...twins], 6)
    repository.publish('root')
    publishAll(repository)
    expect(await outcome((step) => client.refresh(step))).toBe('snapshot: threshold-not-met')
  },
  test_keytype_and_scheme: async () => {
    const pem = (key: ReturnType<typeof generateKeyPairSync>): string =>
      (key.publicKey as never as { export(o: object): string }).export({ type: 'spki', format: 'pem' })
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const signers = [
      tufSigner(ec.privateKey, { keytype: 'ecdsa', scheme: 'ecdsa-sha2-nistp256', keyval: { public: pem(ec as never) } }),
      tufSigner(rsa.privateKey, { keytype: 'rsa', scheme: 'rsa-pkcs1v15-sha256', keyval: { public: pem(rsa as never) } }),
      makeTufSigner(),
    ]
    for (const signer of signers) {
      const { repository, client } = start()
      repository.setKeys('snapshot', [signer])
      repository.publish('root')
      publishAll(repository)
      expect(await outcome((step) => client.refresh(step))).toBe('ok')
    }
  },
  test_unusual_role_name: async () => {
    for (const role of ['?', '#', '/delegatedrole', '../delegatedrole']) {
      const { repository, client } = start()
      repository.delegate('targets', role, { paths: ['*'] })
      repository.publish(role)
      publishAll(repository)
      expect(await outcome((step) => client.download('nothing', step))).toBe('delegations: evidence-missing')
      expect(repository.requests).toContain(`metadata/1.${encodeURIComponent(role)}.json`)
      expect(client.state.size).toBe(5)
    }
  },
  test_snapshot_rollback: async () => {
    for (const withHashes of [false, true]) {
      const { repository, client } = start()
      repository.withHashes = withHashes
      repository.publish('snapshot')
      repository.publish('timestamp')
      await client.refresh(trace())
      repository.get('snapshot').version = 0
      repository.publish('snapshot')
      repository.publish('timestamp')
      expect(await outcome((step) => client.refresh(step))).toBe('timestamp: rollback')
      expect(versions(client)).toMatchObject({ timestamp: 2, snapshot: 2 })
    }
  },
  test_targets_fast_forward_recovery: async () => {
    const { repository, client } = start()
    repository.delegate('targets', 'delegated', { paths: ['delegatedpath/*'] })
    repository.publish('delegated')
    repository.get('targets').version = 99
    publishAll(repository)
    await client.refresh(trace())
    expect(versions(client)).toMatchObject({ targets: 100 })
    repository.get('targets').version = 0
    publishAll(repository)
    expect(await outcome((step) => client.refresh(step))).toBe('snapshot: rollback')
    repository.setKeys('snapshot', [makeTufSigner()])
    delete repository.get('snapshot').meta['delegated.json']
    repository.publish('root')
    publishAll(repository)
    expect(await outcome((step) => client.refresh(step))).toBe('ok')
    expect(versions(client)).toMatchObject({ targets: 2 })
  },
  test_new_timestamp_fast_forward_recovery: async () => {
    const { repository, client } = start()
    repository.get('timestamp').version = 99
    repository.publish('timestamp')
    await client.refresh(trace())
    repository.get('timestamp').version = 0
    repository.publish('timestamp')
    expect(await outcome((step) => client.refresh(step))).toBe('timestamp: rollback')
    repository.setKeys('timestamp', [makeTufSigner()])
    repository.get('timestamp').version = 0
    repository.publish('root')
    repository.publish('timestamp')
    expect(await outcome((step) => client.refresh(step))).toBe('ok')
    expect(versions(client)).toMatchObject({ timestamp: 1 })
  },
  test_graph_traversal: async () => {
    const tree: Tree = {
      delegations: [{ args: ['targets', 'A'] }, { args: ['targets', 'B'] }, { args: ['A', 'C'], terminating: true }, { args: ['A', 'D'] }],
    }
    expect(await walk(tree, 'missing', false, ['A', 'C'])).toBeUndefined()
  },
  test_cached_role_is_verified_against_current_delegator: async () => {
    const { repository, client } = start()
    for (const side of ['a', 'b']) repository.delegate('targets', `parent-${side}`, { paths: [`team-${side}/*`] })
    repository.delegate('parent-a', 'release', { paths: ['team-a/*'] })
    const forB = repository.delegate('parent-b', 'release', { paths: ['team-b/*'] })
    repository.signers.set(
      'release',
      repository.signers.get('release')!.filter((signer) => signer !== forB),
    )
    repository.addTarget('release', 'team-a/file', Buffer.from('trusted'))
    repository.addTarget('release', 'team-b/file', Buffer.from('malicious'))
    for (const role of ['release', 'parent-a', 'parent-b']) repository.publish(role)
    publishAll(repository)
    expect((await client.download('team-a/file', trace())).toString()).toBe('trusted')
    expect(await outcome((step) => client.download('team-b/file', step))).toBe('delegations: threshold-not-met')
  },
  test_root_rotation: async () => {
    const versionsOfRoot: Version[] = [
      { keys: [1], threshold: 1, sigs: [1] },
      { keys: [2], threshold: 1, sigs: [2, 1] },
      { keys: [3], threshold: 1, sigs: [3], res: false },
    ]
    expect(await rotateRoot(versionsOfRoot)).toBeUndefined()
  },
}
