declare module 'npm-packlist' {
  /** Files that npm would pack, relative to `path`, in the order in which it packs them. */
  export default function packlist(tree: {
    readonly path: string
    readonly package: unknown
    readonly isProjectRoot: boolean
    readonly edgesOut: ReadonlyMap<string, unknown>
  }): Promise<readonly string[]>
}
