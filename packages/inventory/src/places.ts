/** Packages that were put there whole: what their files ask for is theirs, not the project's. */
const VENDORED =
  /(?:^|\/)(?:node_modules|bower_components|vendor|site-packages|dist-packages|gems|Pods|Carthage|\.cargo|\.venv|venv|\.vscode[^/]*\/extensions)\//

/** What lies there is an example or a test's input: worth a word, but not part of what is built. */
const ASIDE =
  /(?:^|\/)(?:tests?|testing|testdata|test[-_]data|fixtures?|__fixtures__|__tests__|specs?|examples?|samples?|demos?|templates?|benchmarks?|benches|fuzz|docs?|e2e)\//i

/** Whether a file lies in a package that was put there whole. */
export function isVendored(path: string): boolean {
  return VENDORED.test(path)
}

/** Whether a file lies in a folder of examples, tests or documents. */
export function isAside(path: string): boolean {
  return ASIDE.test(path)
}

/**
 * How much it matters that nobody looked into a file: what an image holds is shipped, wherever it lies; what lies in a package is that
 * package's, and is judged with it.
 */
export function unreadEffect({ path, inImage }: { readonly path: string; readonly inImage: boolean }): 'incomplete' | 'note' {
  return isVendored(path) || (isAside(path) && !inImage) ? 'note' : 'incomplete'
}
