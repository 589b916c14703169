import { expect, test } from 'vitest'
import { packageSource } from './package-source.ts'

test.each([
  ['', 'registry', ''],
  ['^1.0.0', 'registry', ''],
  ['npm:real@1', 'registry', ''],
  ['https://registry.example/a/-/a-1.0.0.tgz', 'tarball', ''],
  ['file:../a', 'local', ''],
  ['./a', 'local', ''],
  ['link:../a', 'local', ''],
  ['workspace:*', 'local', ''],
  ['git+ssh://git@github.com/o/r.git#0123', 'git', 'git+ssh://github.com/o/r.git@0123'],
  ['git+https://user:secret@host.example/o/r.git#0123', 'git', 'git+https://host.example/o/r.git@0123'],
  ['git://host.example/o/r.git', 'git', 'git://host.example/o/r.git'],
  ['ssh://git@host.example/o/r#0123', 'git', 'git+ssh://host.example/o/r@0123'],
  ['git@host.example:o/r.git#0123', 'git', 'git+ssh://host.example/o/r.git@0123'],
  ['github:o/r#0123', 'git', 'git+https://github.com/o/r@0123'],
  ['gitlab:o/r', 'git', 'git+https://gitlab.com/o/r'],
  ['o/r#semver:^1.0.0', 'git', 'git+https://github.com/o/r'],
  ['https://github.com/o/r.git#commit=0123', 'git', 'git+https://github.com/o/r.git@0123'],
  ['https://codeload.github.com/o/r/tar.gz/0123', 'git', 'git+https://github.com/o/r@0123'],
  ['https://host.example/o/r.git#0123&path:/sub', 'git', 'git+https://host.example/o/r.git@0123'],
])('%s', (spec, kind, vcsUrl) => {
  expect(packageSource(spec)).toEqual({ kind, vcsUrl })
})
