import { no, unseen, yes } from '../documents/answer.ts'
import { scanSource } from '../documents/source-scan.ts'
import { defineProbe } from '../probe.ts'

const WEAK =
  /"crypto\/(?:des|md5|rc4|sha1)"|\bhashlib\.(?:md5|sha1)\s*\(|\bcreate(?:Hash|Hmac)\(\s*['"](?:md5|sha1|md4)['"]|\bcreateCipher(?:iv)?\(\s*['"](?:des|rc4|[\w-]*-ecb)|\bMessageDigest\.getInstance\(\s*"(?:MD5|SHA-?1|MD2)"|\bCipher\.getInstance\(\s*"(?:DES|RC4|[\w-]*\/ECB)|\b(?:MD5|SHA1|DES|RC4|RC2|TripleDES)(?:CryptoServiceProvider|Managed|\.Create\()|\bDigest::(?:MD5|SHA1)\b|\b(?:EVP_(?:md5|sha1|des_\w+|rc4)|MD5_Init|SHA1_Init|DES_\w+_encrypt)\s*\(|\buse\s+(?:md5|sha1|des|rc4)\b|\b(?:md5|sha1)\s*\(\s*\$/

export default defineProbe({
  id: 'usesWeakCryptography',
  title: 'Are broken algorithms (MD5, SHA-1, DES, RC4, ECB) used?',
  remediation: {
    text: 'Use SHA-256 or better and AES-GCM; where MD5 or SHA-1 is only an identifier, say so beside the call',
    effort: 'medium',
  },
  run(facts) {
    const { places, searched, cut } = scanSource(facts, () => WEAK)
    if (places.length > 0) return yes('The code calls broken algorithms; whether security depends on them, only people can say', places)
    if (cut || searched === 0)
      return unseen({
        what: 'evidence',
        detail: 'not all of the code could be searched',
        remedy: 'answer the question in the questionnaire',
      })
    return no(`None of ${searched} code files calls a known broken algorithm`, [{ path: '.' }])
  },
})
