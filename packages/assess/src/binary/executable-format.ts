import type { FileIndex } from '../facts/file-index.ts'

/** What the headers of a file say it runs on; null when they are none of a program, a library, bytecode or a package of these. */
export interface ExecutableFormat {
  readonly format: 'elf' | 'pe' | 'mach-o' | 'wasm' | 'java-class' | 'jar' | 'python-bytecode' | 'dex' | 'archive-of-objects' | 'package'
  /** `x86-64`, `arm64` … as far as the header says. */
  readonly machine: string
  readonly kind: 'program' | 'library' | 'object' | 'bytecode' | 'package'
}

const ELF_MACHINES: Readonly<Record<number, string>> = {
  3: 'x86',
  8: 'mips',
  20: 'ppc',
  21: 'ppc64',
  22: 's390',
  40: 'arm',
  62: 'x86-64',
  183: 'arm64',
  243: 'riscv',
  247: 'bpf',
  258: 'loongarch',
}
const ELF_KINDS: Readonly<Record<number, ExecutableFormat['kind']>> = { 1: 'object', 2: 'program', 3: 'library', 4: 'object' }
const PE_MACHINES: Readonly<Record<number, string>> = { 0x14c: 'x86', 0x8664: 'x86-64', 0x1c0: 'arm', 0x1c4: 'arm', 0xaa64: 'arm64' }

/** Reads the headers (ELF gABI, PE/COFF, Mach-O, WebAssembly core 5.5, JVMS 4.1, zip with classes); a magic number alone is not enough. */
export function executableFormat(files: FileIndex, path: string): ExecutableFormat | null {
  const head = Buffer.from(files.bytes(path, 0, 4096))
  if (head.length < 8) return null
  return elf(head) ?? pe(head) ?? machO(head) ?? wasm(head) ?? bytecode(head, path) ?? packaged(head, path)
}

function elf(head: Buffer): ExecutableFormat | null {
  if (head.length < 20 || head.readUInt32BE(0) !== 0x7f454c46) return null
  const [bits, order] = [head[4], head[5]]
  if ((bits !== 1 && bits !== 2) || (order !== 1 && order !== 2)) return null
  const read = (at: number): number => (order === 1 ? head.readUInt16LE(at) : head.readUInt16BE(at))
  return { format: 'elf', machine: ELF_MACHINES[read(18)] ?? 'other', kind: ELF_KINDS[read(16)] ?? 'object' }
}

function pe(head: Buffer): ExecutableFormat | null {
  if (head.length < 64 || head.readUInt16LE(0) !== 0x5a4d) return null
  const at = head.readUInt32LE(60)
  if (at + 24 > head.length || head.readUInt32BE(at) !== 0x50450000) return null
  const library = (head.readUInt16LE(at + 22) & 0x2000) !== 0
  return { format: 'pe', machine: PE_MACHINES[head.readUInt16LE(at + 4)] ?? 'other', kind: library ? 'library' : 'program' }
}

function machO(head: Buffer): ExecutableFormat | null {
  const magic = head.readUInt32BE(0)
  if (magic === 0xcafebabe) {
    // A universal file names few architectures where a class file has its version.
    const count = head.readUInt32BE(4)
    return count > 0 && count < 20 ? { format: 'mach-o', machine: 'universal', kind: 'program' } : null
  }
  if (![0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe].includes(magic) || head.length < 28) return null
  const read = (at: number): number => (magic === 0xcefaedfe || magic === 0xcffaedfe ? head.readUInt32LE(at) : head.readUInt32BE(at))
  const machine = { 7: 'x86', 12: 'arm', 0x1000007: 'x86-64', 0x100000c: 'arm64' }[read(4)] ?? 'other'
  const type = read(12)
  return { format: 'mach-o', machine, kind: type === 1 ? 'object' : type === 2 ? 'program' : 'library' }
}

function wasm(head: Buffer): ExecutableFormat | null {
  return head.readUInt32BE(0) === 0x0061736d && head.readUInt32LE(4) < 0x20000 ? { format: 'wasm', machine: 'wasm', kind: 'library' } : null
}

function bytecode(head: Buffer, path: string): ExecutableFormat | null {
  if (head.readUInt32BE(0) === 0xcafebabe) return { format: 'java-class', machine: 'jvm', kind: 'bytecode' }
  if (head.subarray(0, 4).toString('latin1') === 'dex\n') return { format: 'dex', machine: 'dalvik', kind: 'bytecode' }
  // Two bytes of version, then CR LF.
  if (/\.py[co]$/i.test(path) && head[2] === 0x0d && head[3] === 0x0a)
    return { format: 'python-bytecode', machine: 'python', kind: 'bytecode' }
  return null
}

const ENDINGS = /\.(?:jar|war|ear|aar|whl|egg|par|nupkg|apk|ipa|xpi|crx|vsix|msi|deb|rpm|gem|crate)$/i

function packaged(head: Buffer, path: string): ExecutableFormat | null {
  const start = head.toString('latin1', 0, 8)
  if (start === '!<arch>\n')
    return {
      format: head.toString('latin1', 8, 21) === 'debian-binary' ? 'package' : 'archive-of-objects',
      machine: 'other',
      kind: 'library',
    }
  if (head.readUInt32BE(0) === 0xedabeedb) return { format: 'package', machine: 'other', kind: 'package' }
  if (start.startsWith('PK\x03\x04') && (ENDINGS.test(path) || /META-INF\/MANIFEST\.MF|\.class|classes\.dex/.test(head.toString('latin1'))))
    return { format: 'jar', machine: 'jvm', kind: 'package' }
  if (ENDINGS.test(path) && !/\.(?:gem|crate)$/i.test(path) && head.subarray(0, 8).some((byte) => byte < 9))
    return { format: 'package', machine: 'other', kind: 'package' }
  return null
}
