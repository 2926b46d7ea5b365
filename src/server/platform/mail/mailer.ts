import { createTransport } from 'nodemailer'

export interface Letter {
  to: { name: string; address: string }
  subject: string
  text: string
  html: string
}

/** Hands letters to the mail server; resolves when that has taken it. */
export interface Mailer {
  send(letter: Letter): Promise<void>
  close(): void
}

const TIMEOUT_MS = 20_000

/** One pool of connections; what fails is the job's to repeat. */
export function createMailer({ smtpUrl, from }: { smtpUrl: string; from: string }): Mailer {
  const { protocol, hostname, port, username, password } = new URL(smtpUrl)
  const isSecure = protocol === 'smtps:'
  const transport = createTransport({
    pool: true,
    host: hostname,
    port: port ? Number(port) : isSecure ? 465 : 587,
    secure: isSecure,
    ...(username && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    connectionTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    // A letter holds only what we write into it: it fetches no file and no address.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    send: async (letter) => void (await transport.sendMail({ from, ...letter })),
    close: () => transport.close(),
  }
}
