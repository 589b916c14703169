import type { RandomAccess } from '@cupel/source'

/** A part of an executable that has bytes in the file. */
export interface Section {
  /** Empty for the segments of a program without section names. */
  readonly name: string
  readonly offset: number
  readonly size: number
  /** Where the program finds it in memory. */
  readonly address: number
  readonly writable: boolean
}

/** What the headers of a program say of its parts. */
export interface Executable {
  readonly kind: 'elf' | 'pe' | 'mach-o' | 'wasm'
  /** The bytes that offsets count in: the file, or one architecture's part of it. */
  readonly file: RandomAccess
  /** Named parts; none when the section table was stripped. */
  readonly sections: readonly Section[]
  /** What is loaded into memory, for turning addresses into offsets. */
  readonly segments: readonly Section[]
  /** Headers speak of parts behind the end of the file. */
  readonly isCut: boolean
}
