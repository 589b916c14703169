import { fsyncSync } from 'node:fs'
import { NodeFS } from '@electric-sql/pglite/nodefs'

interface Stream {
  readonly nfd?: number
}

interface FolderFileSystem {
  readonly stream_ops: { fsync?: (stream: Stream) => number }
}

interface Module {
  readonly FS: { readonly filesystems: { readonly NODEFS: FolderFileSystem }; readonly ErrnoError: new (errno: number) => Error }
}

/** errno of WASI. */
const EIO = 29

/**
 * The engine's files in a folder, with an fsync that is one: the engine's own file system answers "done" without doing anything.
 * Together with `wal_sync_method=fsync` a commit is on the disk before it is acknowledged.
 */
export class SyncedFolder extends NodeFS {
  override async init(...[engine, options]: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(engine, options)
    const preRun = [emscriptenOpts.preRun ?? []].flat()
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...preRun, (module) => synced(module as unknown as Module)] } }
  }
}

function synced({ FS }: Module): void {
  FS.filesystems.NODEFS.stream_ops.fsync = ({ nfd }) => {
    if (nfd === undefined) return 0
    try {
      fsyncSync(nfd)
    } catch (error) {
      // Some systems cannot flush a folder; PostgreSQL skips it there as well.
      const { code } = error as NodeJS.ErrnoException
      if (code !== 'EISDIR' && code !== 'EPERM' && code !== 'EINVAL') throw new FS.ErrnoError(EIO)
    }
    return 0
  }
}
