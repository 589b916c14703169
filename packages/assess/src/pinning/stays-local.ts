const URL_HOST =
  /^["']?(?:https?:\/\/)?(?:[^/@\s]*@)?(localhost|127\.\d+\.\d+\.\d+|\[::1\]|0\.0\.0\.0|host\.docker\.internal)(?::\d+)?(?:\/|["']?$)/i

/** Whether every address that a download names is this machine's own: nothing comes from elsewhere. */
export function staysLocal(words: readonly string[]): boolean {
  const addresses = words.slice(1).filter((word) => /:\/\/|^["']?(?:localhost|127\.|\[::1\])/.test(word))
  return addresses.length > 0 && addresses.every((word) => URL_HOST.test(word))
}
