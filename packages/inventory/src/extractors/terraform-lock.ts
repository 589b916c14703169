import { defineExtractor } from '../extractor.ts'
import { reportConflict } from '../text/conflict-marker.ts'

const PROVIDER = /^provider\s+"([^"\s]+)"\s*\{$/
const ATTRIBUTE = /^(version|constraints|hashes)\s*=\s*(.*)$/

/**
 * .terraform.lock.hcl (Terraform "Dependency Lock File"), also of OpenTofu: providers with their versions. The digests are
 * those of packages for several platforms and so are no hashes of one component.
 */
export default defineExtractor({
  id: 'terraform-lock',
  title: 'Terraform and OpenTofu: .terraform.lock.hcl',
  type: 'terraform',
  kind: 'lock',
  files: ['.terraform.lock.hcl'],
  extract(input, out) {
    const text = input.text()
    reportConflict(text, out)
    let provider = { address: '', line: 0, version: '' }
    let list = false
    let number = 0
    let seen = false
    for (const raw of text.split('\n')) {
      number++
      const line = raw.trim()
      if (line === '' || line.startsWith('#') || line.startsWith('//')) continue
      seen = true
      const address = PROVIDER.exec(line)?.[1]
      const attribute = ATTRIBUTE.exec(line)
      if (list) list = !line.endsWith(']')
      else if (address !== undefined && provider.address === '') {
        provider = { address, line: number, version: '' }
        out.entries(1)
      } else if (attribute !== null && provider.address !== '') {
        const value = attribute[2] as string
        if (attribute[1] === 'version') provider = { ...provider, version: /^"([^"]+)"$/.exec(value)?.[1] ?? '' }
        list = value.startsWith('[') && !value.endsWith(']')
      } else if (line === '}' && provider.address !== '') {
        const slash = provider.address.lastIndexOf('/')
        const { version } = provider
        if (version === '') out.problem({ code: 'malformed', line: provider.line, detail: `${provider.address} has no version` })
        const namespace = provider.address.slice(0, Math.max(0, slash))
        out.component({ namespace, name: provider.address.slice(slash + 1), version, line: provider.line, direct: true })
        provider = { address: '', line: 0, version: '' }
      } else out.unknown(line, number)
    }
    if (!seen) out.problem({ code: 'malformed', effect: 'note', detail: 'the file is empty' })
    if (provider.address !== '') out.problem({ code: 'malformed', line: provider.line, detail: 'the file ends inside a block' })
  },
})
