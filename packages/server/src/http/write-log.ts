import { redact } from '@cupel/model'
import { pino } from 'pino'
import type { Log } from '../services.ts'

/** Structured log as JSON lines (pino). What looks like a secret in a text is struck out, wherever it came from. */
export function writeLog(level: 'debug' | 'info' | 'warn' | 'error' | 'silent', write: (line: string) => void): Log {
  const logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, { write: (line: string) => write(redact(line)) })
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
  }
}
