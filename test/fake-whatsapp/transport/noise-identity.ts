import { Curve, proto } from 'baileys'
import type { KeyPair } from '../types.ts'

/** The server's identity towards its clients. */
export interface NoiseIdentity {
  keys: KeyPair
  /** Encoded `CertChain` that vouches for the key. */
  certificate: Buffer
}

const YEAR_SECONDS = 365 * 24 * 3_600

/**
 * A fresh server key with the chain WhatsApp shows for its own: root (issuer serial 0) → intermediate → leaf.
 * The root is the simulator's. Clients whose check of the chain works must be told to trust it; Baileys
 * 7.0.0-rc14 takes any well-formed chain, because its `Curve.verify` ignores the verdict.
 */
export function newNoiseIdentity(nowMs: number): NoiseIdentity {
  const [root, intermediate, keys] = [newKeys(), newKeys(), newKeys()]
  const certificate = proto.CertChain.encode({
    intermediate: certificateFor(intermediate, { serial: 1, issuerSerial: 0, issuer: root, nowMs }),
    leaf: certificateFor(keys, { serial: 2, issuerSerial: 1, issuer: intermediate, nowMs }),
  }).finish()
  return { keys, certificate: Buffer.from(certificate) }
}

function certificateFor(
  subject: KeyPair,
  facts: { serial: number; issuerSerial: number; issuer: KeyPair; nowMs: number },
): proto.CertChain.INoiseCertificate {
  const notBefore = Math.floor(facts.nowMs / 1_000)
  const details = proto.CertChain.NoiseCertificate.Details.encode({
    serial: facts.serial,
    issuerSerial: facts.issuerSerial,
    key: subject.public,
    notBefore,
    notAfter: notBefore + YEAR_SECONDS,
  }).finish()
  return { details, signature: Curve.sign(facts.issuer.private, details) }
}

function newKeys(): KeyPair {
  return Curve.generateKeyPair() as KeyPair
}
