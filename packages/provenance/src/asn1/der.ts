import { Refused } from '../verdict/refused.ts'

/** Identifier octets of the universal types that X.509, CMS and RFC 3161 use (X.690 §8.1.2). */
export const DER_TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const

/** The identifier octet of a context-specific tag: `[number]`, primitive or constructed. */
export function contextTag(number: number, form: 'primitive' | 'constructed'): number {
  return (form === 'constructed' ? 0xa0 : 0x80) | number
}

const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024
const MAX_CHILDREN = 10_000
const CONSTRUCTED = 0x20

/** One element of a DER document. Nothing below it is read before it is asked for, so depth costs no stack. */
export class DerNode {
  readonly tag: number
  readonly #source: Buffer
  readonly #start: number
  readonly #contentStart: number
  readonly #end: number

  constructor(source: Buffer, start: number, limit: number, what: string) {
    const tag = source[start]
    const first = source[start + 1]
    if (tag === undefined || first === undefined || start + 2 > limit) throw malformed(what, 'ends early')
    if ((tag & 0x1f) === 0x1f) throw malformed(what, 'has a tag number above 30')
    let length = first
    let contentStart = start + 2
    if (first >= 0x80) {
      const octets = first & 0x7f
      if (octets === 0) throw malformed(what, 'has an indefinite length')
      if (octets > 4 || contentStart + octets > limit) throw malformed(what, 'has a length that does not fit')
      length = source.readUIntBE(contentStart, octets)
      if (length < 0x80 || (octets > 1 && length < 2 ** (8 * (octets - 1)))) throw malformed(what, 'has a length in more bytes than needed')
      contentStart += octets
    }
    if (contentStart + length > limit) throw malformed(what, 'ends early')
    this.tag = tag
    this.#source = source
    this.#start = start
    this.#contentStart = contentStart
    this.#end = contentStart + length
  }

  /** Identifier, length and content. */
  get bytes(): Buffer {
    return this.#source.subarray(this.#start, this.#end)
  }

  get content(): Buffer {
    return this.#source.subarray(this.#contentStart, this.#end)
  }

  get contentLength(): number {
    return this.#end - this.#contentStart
  }

  /** One byte of the content, for what is too short to be worth a view of its own. */
  contentByte(at: number): number | undefined {
    return at < this.#end - this.#contentStart ? this.#source[this.#contentStart + at] : undefined
  }

  /** Bytes taken in the parent. */
  get size(): number {
    return this.#end - this.#start
  }

  /** The elements inside, which must fill the content exactly. Refuses primitive elements. */
  children(what: string): DerNode[] {
    if ((this.tag & CONSTRUCTED) === 0) throw malformed(what, 'is not constructed')
    const nodes: DerNode[] = []
    for (let at = this.#contentStart; at < this.#end;) {
      if (nodes.length === MAX_CHILDREN) throw new Refused('limit-exceeded', `${what} has more than ${MAX_CHILDREN} elements`)
      const node = new DerNode(this.#source, at, this.#end, what)
      nodes.push(node)
      at += node.size
    }
    return nodes
  }
}

/**
 * Reads one DER element (X.690 §10) that fills `bytes` exactly: definite and minimal lengths, tag numbers below 31, nothing after
 * it. `what` names the document in refusals. Values are checked where they are decoded (`der-values.ts`).
 */
export function readDer(bytes: Uint8Array, what: string): DerNode {
  if (bytes.length > MAX_DOCUMENT_BYTES) throw new Refused('limit-exceeded', `${what} is larger than ${MAX_DOCUMENT_BYTES} bytes`)
  const source = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const node = new DerNode(source, 0, source.length, what)
  if (node.size !== source.length) throw malformed(what, 'has bytes after its end')
  return node
}

/** Walks the elements of one SEQUENCE or SET in order; `finish` refuses what nobody read. */
export class DerCursor {
  /** All elements, read or not. */
  readonly nodes: readonly DerNode[]
  readonly #what: string
  #at = 0

  constructor(parent: DerNode, what: string, tag: number = DER_TAG.sequence) {
    if (parent.tag !== tag) throw malformed(what, `has tag 0x${parent.tag.toString(16)} where 0x${tag.toString(16)} belongs`)
    this.nodes = parent.children(what)
    this.#what = what
  }

  /** The tag of the next element; undefined at the end. */
  get nextTag(): number | undefined {
    return this.nodes[this.#at]?.tag
  }

  /** The next element, which must be there and have this tag (any, when none is given). */
  take(tag?: number): DerNode {
    const node = this.nodes[this.#at]
    if (node === undefined) throw malformed(this.#what, 'lacks an element')
    if (tag !== undefined && node.tag !== tag) {
      throw malformed(this.#what, `has tag 0x${node.tag.toString(16)} where 0x${tag.toString(16)} belongs`)
    }
    this.#at++
    return node
  }

  /** The next element when it has this tag. */
  optional(tag: number): DerNode | undefined {
    return this.nextTag === tag ? this.take() : undefined
  }

  finish(): void {
    if (this.#at !== this.nodes.length) throw malformed(this.#what, 'has an element too many')
  }
}

function malformed(what: string, problem: string): Refused {
  return new Refused('malformed', `${what} is not proper DER: it ${problem}`)
}
