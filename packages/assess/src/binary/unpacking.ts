import { nameOf } from '@cupel/source'
import type { Facts } from '../facts/facts.ts'
import { reading } from '../facts/reading.ts'
import { buildScripts, placesByToken } from './build-scripts.ts'

/** A line of a build script that turns a file into something else: unpacks it, decodes it, cuts it. */
export interface Unpacking {
  readonly script: string
  readonly line: number
  readonly text: string
  /** It hands the result to a shell, a linker or an interpreter. */
  readonly runs: boolean
}

const DECODERS =
  /\b(?:xz|unxz|xzcat|lzma|unlzma|gzip|gunzip|zcat|bzip2|bunzip2|bzcat|zstd|unzstd|zstdcat|lz4|brotli|uncompress|tar|bsdtar|unzip|7z[ar]?|cpio|ar|base64|base32|xxd|uudecode|openssl|gpg|od|hexdump|dd|tr|head|tail|cut|sed|awk|strings)\b|\b(?:lzma|zlib|gzip|bz2|base64|binascii|codecs|zipfile|tarfile|marshal|pickle)\s*\.\s*\w+|\b(?:atob|inflateSync|gunzipSync|brotliDecompressSync|unzipSync|decompress\w*|b64decode|fromBase64\w*|from_base64|Base64|GzDecoder|XzDecoder|ZlibDecoder|include_bytes!|Buffer\.from)\b|\bChaCha|\bAES\b|\bxor\b|\^=/i
const RUNNERS =
  /\|\s*(?:sudo\s+)?(?:\/[\w/]*\/)?(?:ba|da|z|k)?sh\b|\beval\b|\bexec(?:file|Sync|FileSync)?\b|\bsource\s|(?:^|[;&|]\s*)\.\s+[./$\w]|\bchmod\s+\+?[0-7]*x|\bdlopen\b|\bctypes\b|\bLoadLibrary\b|\bimportlib\b|\bmarshal\.loads\b|\bos\.(?:system|exec\w*|popen)\b|\bsubprocess\b|\bchild_process\b|\bvm\.run\w+|\bnew Function\b|\brequire\(|\bprocess\.dlopen\b|\bSystem\.load(?:Library)?\b|\bdefineClass\b|\bURLClassLoader\b|\bProcessBuilder\b|\bgetRuntime\(\)|\bCommand::new\b|\bspawn(?:Sync)?\(|\bgcc\b|\bld\b|\$\(?(?:CC|LD|CXX)\)?\b|-l\w+|\.o\b|\.so\b|\bjava\s+-|\bpython3?\s|\bnode\s|\bperl\s|\bruby\s|\bphp\s|\blua\s|\binsmod\b|\biex\b|\bInvoke-Expression\b|&&\s*\.\/|;\s*\.\/|\bsystem\(|<exec\b|\bexec\s*\{|\brundll32\b|\bregsvr32\b|\bmsiexec\b/

const NEAR_LINES = 6

/**
 * Lines of build scripts that name `path` (by path, by name, or by a pattern that its name fits) with a decoder within a few lines.
 * A build that hides the name in pieces is not found by name; `patterns` catches lines that collect files by their contents.
 */
export function unpackings(facts: Facts, path: string): readonly Unpacking[] {
  const name = nameOf(path)
  const stem = name.replace(/\.[^.]+$/, '')
  const index = placesByToken(facts)
  const places = [name, ...(stem.length >= 8 ? [stem] : [])].flatMap((word) => index.get(word) ?? [])
  const found: Unpacking[] = []
  for (const { script, at } of places) {
    if (script.path === path) continue
    const around = script.lines.slice(Math.max(0, at - 2), at + NEAR_LINES).join('\n')
    if (DECODERS.test(around))
      found.push({ script: script.path, line: at + 1, text: (script.lines[at] ?? '').trim(), runs: RUNNERS.test(around) })
  }
  return found
}

/** Reads binary files of a whole folder as text: nothing a build needs, and how the xz payload was found without its name. */
const BINARY_SWEEP = /\b[ef]?grep\s+-(?=[a-zA-Z]{0,8}a)(?=[a-zA-Z]{0,8}[rR])[a-zA-Z]{2,8}\b/
const SWEEP =
  /\b(?:find|ls)\b[^\n]{0,300}\b(?:tests?|fixtures?|testdata|samples?|spec)\b|\b(?:glob(?:Sync)?|rglob|readdirSync|os\.walk|Dir\[|Dir\.glob)\b[^\n]{0,200}\b(?:tests?|fixtures?|testdata|samples?|spec)\b|\b(?:tests?|fixtures?|testdata|samples?|spec)\/[\w./-]{0,100}(?:\$[\w{(]|\*)/

/** Lines that collect files by contents or pattern, decode what they find and run it: how a payload is fetched without being named. */
export const sweepingLines = reading((facts): readonly Unpacking[] => {
  const found: Unpacking[] = []
  for (const { path, text, lines } of buildScripts(facts)) {
    if (!PAYLOAD_DECODERS.test(text) || !RUNS_TEXT.test(text)) continue
    for (const [at, line] of lines.entries()) {
      if (/^\s*(?:#(?!!)|\/\/|dnl\b)/.test(line)) continue
      const near = lines.slice(at, at + NEAR_LINES).join('\n')
      const sweeps = BINARY_SWEEP.test(line) || (SWEEP.test(line) && PAYLOAD_DECODERS.test(near) && RUNS_TEXT.test(near))
      if (!sweeps) continue
      found.push({ script: path, line: at + 1, text: line.trim(), runs: true })
      break
    }
  }
  return found
})

const PAYLOAD_DECODERS =
  /\b(?:xz|unxz|xzcat|lzma|gzip|gunzip|zcat|bunzip2|bzcat|zstd|base64|xxd|uudecode|openssl|strings)\b|\btr\s+["'\\]|\b(?:lzma|zlib|gzip|base64|marshal)\.\w+|\b(?:gunzipSync|inflateSync|atob|b64decode)\b/
const RUNS_TEXT = /\|\s*(?:\/[\w/]*\/)?(?:ba|da)?sh\b|\beval\b|\$\{?SHELL\b|\bnew Function\b|\bvm\.run|\bmarshal\.loads\b|\bexec\(/
