export { createKeyring, KeyringError, type Keyring, type SecretPlace } from './keyring.ts'
export { constantTimeEqual, hashToken, hmacSha256, randomToken } from './tokens.ts'
export { dummyVerify, hashPassword, needsRehash, verifyPassword } from './passwords.ts'
