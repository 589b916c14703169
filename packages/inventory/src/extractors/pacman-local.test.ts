import { memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { extractFile } from '../extract-file.ts'
import homebrewReceipt from './homebrew-receipt.ts'
import pacmanLocal from './pacman-local.ts'
import unreadDatabase from './unread-database.ts'

test('a package of pacman', () => {
  const path = 'var/lib/pacman/local/zlib-1:1.3-1/desc'
  const read = (text: string) => extractFile(memoryTree({ [path]: text, 'etc/os-release': 'ID=arch\n' }), pacmanLocal, path)
  const { components, problems } = read(
    '%NAME%\nzlib\n\n%VERSION%\n1:1.3-1\n\n%BASE%\nzlib\n\n%ARCH%\nx86_64\n\n%LICENSE%\nZlib\n\n%REASON%\n1\n',
  )
  expect(components.map(({ purl, licenses, direct, evidence }) => [purl, licenses, direct, evidence[0]?.line])).toEqual([
    ['pkg:alpm/arch/zlib@1:1.3-1?arch=x86_64', ['Zlib'], false, 2],
  ])
  expect(problems).toEqual([])
  expect(read('%NAME%\nzlib\n').problems).toMatchObject([{ code: 'malformed' }])
})

test('a formula of Homebrew', () => {
  const path = 'opt/homebrew/Cellar/openssl@3/3.2.0_1/INSTALL_RECEIPT.json'
  const receipt = '{"homebrew_version":"4.2.0","installed_on_request":true,"source":{"tap":"homebrew/core"}}'
  const { components } = extractFile(memoryTree({ [path]: receipt }), homebrewReceipt, path)
  expect(components.map(({ purl, direct }) => [purl, direct])).toEqual([['pkg:brew/openssl%403@3.2.0_1', true]])
})

test('a database that nobody reads is said', () => {
  const path = 'var/lib/snapd/state.json'
  const { problems } = extractFile(memoryTree({ [path]: 'x' }), unreadDatabase, path)
  expect(problems).toMatchObject([
    { code: 'unsupported-content', effect: 'incomplete', detail: 'packages that snapd installed are not read' },
  ])
})
