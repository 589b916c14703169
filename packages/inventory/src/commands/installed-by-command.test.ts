import { expect, test } from 'vitest'
import { installedByCommands } from './installed-by-command.ts'

test.each<[script: string, found: readonly string[]]>([
  ['pip install flask==1.0 requests', ['0 pypi flask@1.0', '0 ? requests']],
  ['python3 -m pip install --no-cache-dir -r requirements.txt "Django==3.2" .', ['0 pypi django@3.2']],
  ['set -ex\nuv pip install --system \\\n  a==1 \\\n  b\nmake', ['1 pypi a@1', '1 ? b']],
  ['sudo npm i -g @a/b@1.2.3 c@latest d && echo npm install', ['0 npm @a/b@1.2.3', '0 ? c@latest', '0 ? d']],
  ['npm ci; npm install; yarn install --frozen-lockfile', []],
  ['gem install bundler -v 2.1.0', ['0 gem bundler@2.1.0']],
  ['gem install rails:5.0.0 rake # gem install x', ['0 gem rails@5.0.0', '0 ? rake']],
  ['cargo install --locked ripgrep --version 13.0.0', ['0 cargo ripgrep@13.0.0']],
  ['cargo install --git https://a.example/b', []],
  [
    'go install golang.org/x/tools/cmd/goimports@v0.1.0 example.com/x@latest',
    ['0 golang golang.org/x/tools@v0.1.0', '0 ? example.com/x@latest'],
  ],
  ['apt-get update && apt-get install -y --no-install-recommends curl=7.1 git', ['0 ? curl=7.1', '0 ? git']],
  ['apk add --no-cache --virtual .deps gcc', ['0 ? gcc']],
  ['pip install $PACKAGES ./local dist/x.whl -e . "a[b]==1.0" ', ['0 pypi a@1.0']],
  ['pip install -U pip', ['0 ? pip']],
])('%s', (script, found) => {
  expect(
    installedByCommands(script).map(({ line, text, package: one }) =>
      one === null
        ? `${line} ? ${text}`
        : `${line} ${one.type} ${one.namespace === undefined ? '' : `${one.namespace}/`}${one.name}@${one.version}`,
    ),
  ).toEqual(found)
})

test('a long script is no work', () => {
  expect(installedByCommands('pip install a==1 '.repeat(100_000))).toEqual([])
  expect(installedByCommands('pip '.repeat(40_000))).toEqual([])
})
