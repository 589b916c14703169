/** Imports and calls that show that code opens network connections, by language. */
const NETWORK_USE: ReadonlyMap<string, RegExp> = new Map([
  [
    'Go',
    /"(?:net(?:\/(?:http|rpc|smtp|url|textproto)(?:\/\w+)?)?|crypto\/tls|google\.golang\.org\/grpc[\w/]*|golang\.org\/x\/net\/[\w/]+)"/,
  ],
  [
    'Python',
    /^\s*(?:from|import)\s+(?:socket|ssl|http|urllib|requests|httpx|aiohttp|asyncio|websockets?|ftplib|smtplib|imaplib|grpc|tornado|flask|django|fastapi|werkzeug|twisted|paramiko|boto3)\b/,
  ],
  [
    'JavaScript',
    /(?:require\(\s*|from\s+|import\s*\(\s*)['"](?:node:)?(?:http2?|https|net|tls|dgram|dns|axios|undici|got|node-fetch|request|superagent|ws|socket\.io[\w-]*|express|fastify|koa|@grpc\/[\w-]+)['"/]|\bfetch\s*\(|\bnew\s+(?:WebSocket|XMLHttpRequest|EventSource)\b/,
  ],
  [
    'Rust',
    /\b(?:use|extern crate)\s+(?:std::net|tokio::net|reqwest|hyper|ureq|axum|actix_web|rocket|warp|tonic|rustls|native_tls|tungstenite|curl|quinn|isahc|attohttpc)\b/,
  ],
  [
    'Java',
    /\bimport\s+(?:static\s+)?(?:java\.net\.(?!URI\b)|javax\.net|java\.nio\.channels\.\w*Socket|okhttp3|org\.apache\.http|io\.netty|io\.grpc|retrofit2|io\.ktor|jakarta\.servlet|javax\.servlet|org\.springframework\.web)/,
  ],
  ['C#', /\busing\s+(?:System\.Net|Grpc|RestSharp|Microsoft\.AspNetCore)\b/],
  ['Ruby', /^\s*require\s+['"](?:net\/\w+|socket|open-uri|faraday|httparty|rest-client|excon|webrick|rack|sinatra|rails)/],
  ['PHP', /\b(?:curl_init|fsockopen|stream_socket_\w+|GuzzleHttp|HttpClient|file_get_contents\s*\(\s*['"]https?:)/],
  ['Perl', /^\s*use\s+(?:LWP|HTTP|IO::Socket|Net|Mojo)\b/],
  ['C', /#\s*include\s*[<"](?:sys\/socket|netinet\/|arpa\/inet|netdb|winsock2?|ws2tcpip|curl\/curl|openssl\/ssl|boost\/asio)/],
  ['Swift', /\bURLSession\b|\bimport\s+(?:Network|NIO|FoundationNetworking)\b/],
  ['R', /\b(?:library|requireNamespace)\(\s*["']?(?:httr2?|curl|RCurl|crul)\b|\b(?:httr2?|curl|RCurl)::|\b(?:download\.file|url)\(/],
  ['Elixir', /\b(?:HTTPoison|Req|Finch|Tesla|Mint|:gen_tcp|:httpc|:ssl|Plug|Phoenix)\b/],
  ['Shell', /\b(?:curl|wget|nc|ssh|scp|rsync)\s/],
  ['PowerShell', /\bInvoke-(?:WebRequest|RestMethod)\b|\[System\.Net/],
  ['Dart', /\bimport\s+['"](?:dart:io|package:(?:http|dio)\/)/],
  ['Haskell', /\bimport\s+(?:qualified\s+)?Network\b/],
  ['Lua', /\brequire\s*\(?\s*['"](?:socket|resty\.http|http)/],
])
const DIALECTS: ReadonlyMap<string, string> = new Map([
  ['TypeScript', 'JavaScript'],
  ['Vue', 'JavaScript'],
  ['Svelte', 'JavaScript'],
  ['Kotlin', 'Java'],
  ['Scala', 'Java'],
  ['Groovy', 'Java'],
  ['Clojure', 'Java'],
  ['F#', 'C#'],
  ['C++', 'C'],
  ['Objective-C', 'C'],
])
const ANY = /\b(?:socket|connect)\s*\(|\bhttps?:\/\//

/** The pattern for a language, or a rough one that errs towards «it does». */
export function networkPattern(language: string): RegExp {
  return NETWORK_USE.get(DIALECTS.get(language) ?? language) ?? ANY
}
