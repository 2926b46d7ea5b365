const WORDS = {
  unknownQr: 'This QR is unknown or was used already',
  foreignQr: 'The keys in the QR are not those of the client that shows it',
  notAsked: 'No client asked this phone for a link code',
  wrongCode: 'The link code is wrong',
  noAnswer: 'The client does not answer',
} as const

/** Why a phone could not link a device; the page has words of its own for each reason. */
export class LinkError extends Error {
  readonly reason: keyof typeof WORDS

  constructor(reason: keyof typeof WORDS) {
    super(WORDS[reason])
    this.reason = reason
  }
}
