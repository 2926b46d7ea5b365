import { createSign, generateKeyPairSync, randomBytes } from 'node:crypto'

const DAY_MS = 24 * 3_600_000
const VALID_DAYS = 3_650

/** Object identifiers in DER, from X.509 (RFC 5280) and PKCS#1. */
const OID = {
  commonName: [0x55, 0x04, 0x03],
  subjectAltName: [0x55, 0x1d, 0x11],
  basicConstraints: [0x55, 0x1d, 0x13],
  sha256WithRsa: [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b],
}

/** A certificate for 127.0.0.1 that signs itself, so that whoever trusts it as an authority trusts the host. */
export function selfSignedCertificate(nowMs: number): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const algorithm = sequence(oid(OID.sha256WithRsa), tagged(0x05, Buffer.alloc(0)))
  const name = sequence(tagged(0x31, sequence(oid(OID.commonName), utf8('CRM PRO test media host'))))
  const content = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    name,
    sequence(time(nowMs - DAY_MS), time(nowMs + VALID_DAYS * DAY_MS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(authority(), loopbackNames())),
  )
  const signature = createSign('sha256').update(content).sign(privateKey)
  const certificate = sequence(content, algorithm, bitString(signature))
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pem(certificate),
  }
}

function authority(): Buffer {
  const isTrue = tagged(0x01, Buffer.from([0xff]))
  return sequence(oid(OID.basicConstraints), isTrue, octets(sequence(isTrue)))
}

function loopbackNames(): Buffer {
  const address = tagged(0x87, Buffer.from([127, 0, 0, 1]))
  const host = tagged(0x82, Buffer.from('localhost'))
  return sequence(oid(OID.subjectAltName), octets(sequence(address, host)))
}

function tagged(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag]), lengthOf(content), content])
}

function lengthOf({ length }: Buffer): Buffer {
  if (length < 0x80) return Buffer.from([length])
  if (length < 0x100) return Buffer.from([0x81, length])
  return Buffer.from([0x82, length >> 8, length & 0xff])
}

function sequence(...parts: Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts))
}

function oid(bytes: number[]): Buffer {
  return tagged(0x06, Buffer.from(bytes))
}

function integer(bytes: Buffer): Buffer {
  return tagged(0x02, bytes)
}

function utf8(text: string): Buffer {
  return tagged(0x0c, Buffer.from(text, 'utf8'))
}

function octets(content: Buffer): Buffer {
  return tagged(0x04, content)
}

function bitString(content: Buffer): Buffer {
  return tagged(0x03, Buffer.concat([Buffer.from([0]), content]))
}

/** `YYYYMMDDHHMMSSZ` */
function time(ms: number): Buffer {
  const text = new Date(ms).toISOString().replace(/[-:T]/g, '').slice(0, 14)
  return tagged(0x18, Buffer.from(`${text}Z`))
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
