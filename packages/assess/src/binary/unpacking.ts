import { nameOf } from '@cupel/source'
import type { BuildScript } from './build-scripts.ts'

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
  /\|\s*(?:sudo\s+)?(?:\/[\w/]*\/)?(?:ba|da|z|k)?sh\b|\beval\b|\bexec(?:file|Sync|FileSync)?\b|\bsource\s|(?:^|[;&|]\s*)\.\s+[./$\w]|\bchmod\s+\+?[0-7]*x|\bdlopen\b|\bctypes\b|\bLoadLibrary\b|\bimportlib\b|\bmarshal\.loads\b|\bos\.(?:system|exec\w*|popen)\b|\bsubprocess\b|\bchild_process\b|\bvm\.run\w+|\bnew Function\b|\brequire\(|\bprocess\.dlopen\b|\bSystem\.load(?:Library)?\b|\bdefineClass\b|\bURLClassLoader\b|\bProcessBuilder\b|\bgetRuntime\(\)|\bCommand::new\b|\bspawn(?:Sync)?\(|\bgcc\b|\bld\b|\$\(?(?:CC|LD|CXX)\)?\b|-l\w+|\.o\b|\.so\b|\bjava\s+-|\bpython3?\s|\bnode\s|\bperl\s|\bruby\s|\bphp\s|\blua\s|\binsmod\b|\brundll32\b|\bregsvr32\b|\bmsiexec\b/

const NEAR_LINES = 6
const MAX_LINE = 4000

/**
 * Lines of build scripts that name `path` (by path, by name, or by a pattern that its name fits) with a decoder within a few lines.
 * A build that hides the name in pieces is not found by name; `patterns` catches lines that collect files by their contents.
 */
export function unpackings(path: string, scripts: readonly BuildScript[]): readonly Unpacking[] {
  const name = nameOf(path)
  const stem = name.replace(/\.[^.]+$/, '')
  const words = [path, name, ...(stem.length >= 8 ? [stem] : [])].filter((word) => word.length >= 4)
  const found: Unpacking[] = []
  for (const script of scripts) {
    if (script.path === path) continue
    if (!words.some((word) => script.text.includes(word))) continue
    const lines = script.text.split('\n').map((line) => line.slice(0, MAX_LINE))
    for (const [at, line] of lines.entries()) {
      if (!words.some((word) => line.includes(word)) || /^\s*(?:#(?!!)|\/\/|dnl\b|REM\b)/i.test(line)) continue
      const around = lines.slice(Math.max(0, at - 2), at + NEAR_LINES).join('\n')
      if (!DECODERS.test(around)) continue
      found.push({ script: script.path, line: at + 1, text: line.trim(), runs: RUNNERS.test(around) })
      break
    }
  }
  return found
}

const SWEEP =
  /\b(?:grep|egrep|ggrep|find|ls)\b[^\n]{0,300}(?:-aErls?|-[a-zA-Z]*a[a-zA-Z]*|\btests?\b|\bfixtures?\b|\bsrcdir\b)[^\n]{0,300}|\bglob(?:Sync)?\s*\(|\bos\.walk\b|\breaddirSync\b|\bPath\.rglob\b/

/** Lines that look for files by contents or pattern and decode what they find: how a payload is fetched without being named. */
export function sweepingLines(scripts: readonly BuildScript[]): readonly Unpacking[] {
  const found: Unpacking[] = []
  for (const { path, text } of scripts) {
    if (!DECODERS.test(text) || !SWEEP.test(text.slice(0, 400_000))) continue
    const lines = text.split('\n').map((line) => line.slice(0, MAX_LINE))
    for (const [at, line] of lines.entries()) {
      if (!SWEEP.test(line) || /^\s*(?:#(?!!)|\/\/|dnl\b)/.test(line)) continue
      const around = lines.slice(at, at + NEAR_LINES).join('\n')
      if (PAYLOAD_DECODERS.test(around) && RUNS_TEXT.test(around)) {
        found.push({ script: path, line: at + 1, text: line.trim(), runs: true })
        break
      }
    }
  }
  return found
}

const PAYLOAD_DECODERS =
  /\b(?:xz|unxz|xzcat|lzma|gunzip|zcat|bunzip2|bzcat|zstd|base64|xxd|uudecode|openssl|tr)\s+-|\btr\s+"|\b(?:lzma|zlib|gzip|base64|marshal)\.\w+|\b(?:gunzipSync|inflateSync|atob|b64decode)\b/
const RUNS_TEXT =
  /\|\s*(?:\/[\w/]*\/)?(?:ba|da)?sh\b|\beval\b|\bexec\b|\$SHELL|\$SHELL|\bnew Function\b|\bvm\.run|\bmarshal\.loads\b|\bchmod\s+\+x|\$\(?(?:CC|LD)\b|\.o\b/
