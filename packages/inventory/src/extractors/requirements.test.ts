import { describe, expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import requirements from './requirements.ts'

const HASH = 'a'.repeat(64)

describe('requirements', () => {
  test('pins, ranges, markers, extras, hashes, URLs and local paths', () => {
    const text = `# comment
--index-url https://registry.example/simple
Django==4.2.1 ; python_version >= "3.8"
zope.interface[test]===5.0   # inline
Flask==2.*
requests>=2,<3
pinned>=1,==1.5
numpy==1.2 \\
    --hash=sha256:${HASH} \\
    --hash=sha256:${'b'.repeat(64)}
tool @ git+https://user:secret@git.example/o/tool.git@v1.2.3#egg=tool
-e git+ssh://git@git.example/o/lib.git@main#egg=My_Lib
wheel @ https://registry.example/wheel-0.40.0-py3-none-any.whl
https://registry.example/sdist-1.0.tar.gz
-e .
./local/pkg
env==\${VERSION}
`
    expect(extractionText(requirements, { 'requirements.txt': text })).toMatchInlineSnapshot(`
      "requirements ?: read, 11 packages, skipped 2 × local path
      :3 pkg:pypi/django@4.2.1 runtime
      :4 pkg:pypi/zope-interface@5.0 runtime
      :5 pkg:pypi/flask runtime
      :6 pkg:pypi/requests runtime
      :7 pkg:pypi/pinned@1.5 runtime
      :8 pkg:pypi/numpy@1.2 runtime sha256:aaaaaa sha256:bbbbbb
      :11 pkg:pypi/tool@1.2.3?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Fo%2Ftool.git%40v1.2.3 runtime
      :12 pkg:pypi/my-lib?vcs_url=git%2Bssh:%2F%2Fgit%40git.example%2Fo%2Flib.git%40main runtime
      :13 pkg:pypi/wheel@0.40.0 runtime
      :14 pkg:pypi/sdist@1.0 runtime
      :17 pkg:pypi/env runtime"
    `)
  })

  test('what pip would refuse is reported with its line', () => {
    const text = '{% if x %}\nok==1\n==2\n--unknown thing\nhttps://registry.example/download\n'
    expect(extractionText(requirements, { 'requirements.txt': text })).toMatchInlineSnapshot(`
      "requirements ?: partial, 1 packages, skipped 1 × URL without a package name, skipped 2 × not understood
      :2 pkg:pypi/ok@1 runtime
        ! unsupported-content :4 unknown option: --unknown thing
        ! unsupported-content :1 not understood: {% if x %}
        ! unsupported-content :3 not understood: ==2
        ! version-unpinned :5 URL without a package name: https://registry.example/download"
    `)
  })

  test('includes are followed once, also in a circle, and say where a package stands', () => {
    const files = {
      'requirements-dev.txt':
        '-r requirements/base.txt\n--requirement=requirements/base.txt\npytest==7.0\n-r ../outside.txt\n-r gone.txt\n',
      'requirements/base.txt': '-r ../requirements-dev.txt\n-c limits.txt\nattrs==22.1\nidna\n',
      'requirements/limits.txt': 'idna==3.4\nunused==1\n',
    }
    expect(extractionText(requirements, files)).toMatchInlineSnapshot(`
      "requirements ?: partial, 3 packages
      :3 pkg:pypi/pytest@7.0 dev
      requirements/base.txt:3 pkg:pypi/attrs@22.1 runtime
      requirements/base.txt:4 pkg:pypi/idna@3.4 runtime
        ! include-missing :4 ../outside.txt is outside the scanned tree and was not followed
        ! include-missing :5 the included file gone.txt is not there"
    `)
  })

  test('the notes of pip-compile and uv give edges and directness', () => {
    const text = `requests==2.31.0
    # via
    #   -r requirements.in
    #   httpie
certifi==2023.7.22
    # via requests
httpie==3.2.0 # via app (pyproject.toml)

# The following packages are considered to be unsafe in a requirements file:
setuptools==68.0
`
    expect(extractionText(requirements, { 'requirements.txt': text })).toMatchInlineSnapshot(`
      "requirements ?: read, 4 packages
      :1 pkg:pypi/requests@2.31.0 runtime direct
      :5 pkg:pypi/certifi@2023.7.22 runtime transitive
      :7 pkg:pypi/httpie@3.2.0 runtime direct
      :10 pkg:pypi/setuptools@68.0 runtime direct
        [· in .] → pkg:pypi/requests@2.31.0
        pkg:pypi/httpie@3.2.0 → pkg:pypi/requests@2.31.0
        pkg:pypi/requests@2.31.0 → pkg:pypi/certifi@2023.7.22
        [· in .] → pkg:pypi/httpie@3.2.0
        [· in .] → pkg:pypi/setuptools@68.0"
    `)
  })

  test.each([
    ['requirements.txt', 'runtime'],
    ['requirements-dev.txt', 'dev'],
    ['dev-requirements.txt', 'dev'],
    ['requirements_test.txt', 'dev'],
    ['requirements/test.txt', 'dev'],
    ['requirements/docs.txt', 'dev'],
    ['requirements/devices.txt', 'runtime'],
    ['tests/requirements.txt', 'runtime'],
  ])('%s is for %s', (path, scope) => {
    expect(extractionText(requirements, { [path]: 'a==1\n' })).toContain(`pkg:pypi/a@1 ${scope}`)
  })

  test.each([
    ['app/requirements/base.txt', true],
    ['app/requirements/readme.md', false],
  ])('claims %s: %s', (path, claimed) => expect(requirements.claims?.(path)).toBe(claimed))
})
