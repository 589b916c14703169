import { parsePurl, registryUnreachable, usageWrongValue } from '@cupel/model'
import { networkDocuments } from '../verify/npm/network-documents.ts'

/**
 * Where the source of a package is kept. Purls of forges say it themselves; of npm packages the registry says it that npm is configured
 * for. What a registry says is a claim of whoever published: the assessment is of that repository, not of the package.
 */
export async function repositoryOfPurl(text: string, signal: AbortSignal): Promise<string> {
  const { type, namespace, name } = parsePurl(text)
  if (type === 'github') return `https://github.com/${namespace}/${name}`
  if (type === 'gitlab') return `https://gitlab.com/${namespace}/${name}`
  if (type === 'bitbucket') return `https://bitbucket.org/${namespace}/${name}`
  if (type === 'golang' && /^(?:github\.com|gitlab\.com|codeberg\.org)\//.test(`${namespace}/`))
    return golangRepository(`${namespace}/${name}`)
  if (type === 'npm') return npmRepository(namespace === '' ? name : `${namespace}/${name}`, signal)
  throw usageWrongValue('TARGET', text, 'a purl of npm, golang, github, gitlab or bitbucket; for others give the URL of the repository')
}

/** The first three parts; what follows is a folder or a major version. */
function golangRepository(path: string): string {
  return `https://${path.split('/').slice(0, 3).join('/')}`
}

async function npmRepository(name: string, signal: AbortSignal): Promise<string> {
  const documents = await networkDocuments({ signal })
  const document = await documents.packument(name)
  const url = document === null ? '' : statedRepository(document)
  if (url !== '') return url
  throw registryUnreachable('the package registry', document === null ? `it has no package ${name}` : `it names no repository for ${name}`)
}

function statedRepository(document: Buffer): string {
  const value: unknown = JSON.parse(document.toString('utf8'))
  const repository = typeof value === 'object' && value !== null && 'repository' in value ? value.repository : undefined
  const stated = typeof repository === 'object' && repository !== null && 'url' in repository ? repository.url : repository
  if (typeof stated !== 'string') return ''
  const short = /^(?:(github|gitlab):)?([\w.-]{1,100}\/[\w.-]{1,100})$/.exec(stated)
  if (short !== null) return `https://${short[1] ?? 'github'}.com/${short[2]}`
  const plain = stated
    .replace(/^git\+/, '')
    .replace(/^git:\/\//, 'https://')
    .replace(/^ssh:\/\/git@/, 'https://')
    .replace(/#.*$/, '')
  return /^https:\/\/[^\s]+$/.test(plain) ? plain : ''
}
