/** One repository, however its address is written: host, owner and name in lower case. Null for what names none. */
export function repositoryKey(address: string): string | null {
  const plain = address
    .slice(0, 2000)
    .trim()
    .toLowerCase()
    .replace(/^[a-z][a-z+.-]{0,20}:\/\//, '')
    .replace(/^[^@/]{1,200}@/, '')
    .replace(/[?#].*$/, '')
  const [host = '', owner = '', name = ''] = plain.split(/[/:]/).filter((part) => part !== '')
  return /^[\w.-]+\.[a-z]+$/.test(host) && owner !== '' && name !== '' ? `${host}/${owner}/${name.replace(/\.git$/, '')}` : null
}
